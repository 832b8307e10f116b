//! Strings and their escapes ([RFC 8259 §7](https://www.rfc-editor.org/rfc/rfc8259#section-7)).

use crate::Fault;
use crate::read::Reader;

impl Reader<'_> {
    /// The string whose opening quote the reader stands at.
    pub(crate) fn string(&mut self) -> Result<Box<str>, Fault> {
        let mut string = String::new();
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            // All of these are ASCII, so they never lie inside of a character.
            let ends = |byte: u8| byte == b'"' || byte == b'\\' || byte < b' ';
            let plain = rest.bytes().position(ends).ok_or_else(|| {
                self.at = self.text.len();
                Fault::Truncated
            })?;
            string.push_str(&rest[..plain]);
            self.at += plain;
            match self.next()? {
                b'"' => return Ok(string.into()),
                b'\\' => string.push(self.escape()?),
                _ => {
                    self.at -= 1;
                    return Err(Fault::Expected("no line break or other control character in a string"));
                }
            }
        }
    }

    /// The character behind a backslash.
    fn escape(&mut self) -> Result<char, Fault> {
        Ok(match self.next()? {
            symbol @ (b'"' | b'\\' | b'/') => char::from(symbol),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                let code = if matches!(unit, 0xd800..0xdc00) { self.pair(unit)? } else { unit };
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => {
                self.at -= 1;
                return Err(Fault::Expected("an escape such as \\n or \\u00e4"));
            }
        })
    }

    /// What `high` and the escape behind it stand for together; `high` alone where they are no pair.
    fn pair(&mut self, high: u32) -> Result<u32, Fault> {
        let rest = &self.text[self.at..];
        if !rest.starts_with("\\u") {
            return Ok(high);
        }
        let before = self.at;
        self.at += 2;
        let low = self.unit()?;
        if matches!(low, 0xdc00..0xe000) {
            return Ok(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
        }
        self.at = before;
        Ok(high)
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Result<u32, Fault> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = char::from(self.next()?).to_digit(16).ok_or_else(|| {
                self.at -= 1;
                Fault::Expected("four hexadecimal digits")
            })?;
            unit = unit * 16 + digit;
        }
        Ok(unit)
    }

    fn next(&mut self) -> Result<u8, Fault> {
        let byte = self.text.as_bytes().get(self.at).copied().ok_or(Fault::Truncated)?;
        self.at += 1;
        Ok(byte)
    }
}
