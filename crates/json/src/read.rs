//! From a text to a value.

use crate::{Error, Fault, Object, Value, is_number};

/// Deeper than any honest answer (an OData `$expand` adds two levels), shallow enough for any stack.
const DEEPEST: usize = 64;

impl Value {
    /// Reads a JSON text.
    ///
    /// Half a surrogate pair, which a column of limited length may end in, is no Unicode; it becomes U+FFFD, since one
    /// such field must not hide a page of records. Blanks may stand around the value, a byte order mark may not.
    ///
    /// # Errors
    /// [`Error`] tells what is wrong and where. What is nested more deeply than 64 levels is read to its end, so that one
    /// that was cut off is told from one that is only deep.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut reader = Reader { text, at: 0 };
        reader.value().map_err(|fault| Error::new(fault, text, reader.at))
    }
}

/// What is read so far, and what is open around it, outermost first: nothing recurses, so no text exhausts the stack.
pub(crate) struct Reader<'a> {
    pub(crate) text: &'a str,
    pub(crate) at: usize,
}

/// An array or an object that has not ended.
enum Open {
    List(Vec<Value>),
    Object(Vec<(Box<str>, Value)>, Box<str>),
}

impl Reader<'_> {
    fn value(&mut self) -> Result<Value, Fault> {
        let mut open: Vec<Open> = Vec::new();
        let mut too_deep = false;
        loop {
            let mut value = match self.after_blanks()? {
                b'"' => Value::Text(self.string()?),
                b'[' => {
                    self.at += 1;
                    if self.after_blanks()? != b']' {
                        open.push(Open::List(Vec::new()));
                        continue;
                    }
                    self.at += 1;
                    Value::List(Vec::new())
                }
                b'{' => {
                    self.at += 1;
                    if self.after_blanks()? != b'}' {
                        let name = self.name()?;
                        open.push(Open::Object(Vec::new(), name));
                        continue;
                    }
                    self.at += 1;
                    Value::Object(Object::default())
                }
                _ => self.scalar()?,
            };
            // The value is whole; it may end what is open around it.
            loop {
                let Some(mut around) = open.pop() else {
                    return match self.after_blanks() {
                        Ok(_) => Err(Fault::Expected("the end")),
                        Err(_) if too_deep => Err(Fault::TooDeep),
                        Err(_) => Ok(value),
                    };
                };
                let (end, expected) = match &mut around {
                    Open::List(entries) => {
                        entries.push(value);
                        (b']', "`,` or `]`")
                    }
                    Open::Object(members, name) => {
                        members.push((std::mem::take(name), value));
                        (b'}', "`,` or `}`")
                    }
                };
                let next = self.after_blanks()?;
                if next != b',' && next != end {
                    return Err(Fault::Expected(expected));
                }
                self.at += 1;
                if next == b',' {
                    if let Open::Object(_, name) = &mut around {
                        *name = self.name()?;
                    }
                    open.push(around);
                    break;
                }
                // What lies too deep is dropped level by level: a value's drop does recurse.
                too_deep |= open.len() >= DEEPEST;
                value = match around {
                    _ if open.len() >= DEEPEST => Value::Null,
                    Open::List(entries) => Value::List(entries),
                    Open::Object(members, _) => Value::Object(Object::new(members)),
                };
            }
        }
    }

    /// A member's name and its colon.
    fn name(&mut self) -> Result<Box<str>, Fault> {
        if self.after_blanks()? != b'"' {
            return Err(Fault::Expected("a name in quotes"));
        }
        let name = self.string()?;
        if self.after_blanks()? != b':' {
            return Err(Fault::Expected("`:`"));
        }
        self.at += 1;
        Ok(name)
    }

    /// A number or one of the three names.
    fn scalar(&mut self) -> Result<Value, Fault> {
        let rest = &self.text[self.at..];
        let end = rest.find(|symbol: char| !symbol.is_ascii_alphanumeric() && !"+-.".contains(symbol));
        let word = &rest[..end.unwrap_or(rest.len())];
        let value = match word {
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            number if is_number(number) => Value::Number(number.into()),
            cut if end.is_none() && is_beginning(cut) => return Err(Fault::Truncated),
            _ => return Err(Fault::Expected("a value")),
        };
        self.at += word.len();
        Ok(value)
    }

    /// The byte behind the blanks, where the reader then stands.
    fn after_blanks(&mut self) -> Result<u8, Fault> {
        while let Some(byte) = self.text.as_bytes().get(self.at) {
            if !matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                return Ok(*byte);
            }
            self.at += 1;
        }
        Err(Fault::Truncated)
    }
}

/// Whether a text that ends with `word` may have been cut off in the middle of it.
fn is_beginning(word: &str) -> bool {
    ["null", "true", "false"].iter().any(|name| name.starts_with(word)) || is_number(&format!("{word}0"))
}
