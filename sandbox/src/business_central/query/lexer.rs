//! The tokens of a filter.

use super::super::failure::Failure;

#[derive(Debug, PartialEq)]
pub(super) enum Token {
    Open,
    Close,
    Comma,
    /// A name, an operator, or a literal without quotes.
    Word(String),
    /// A quoted text, its doubled quotes made single. A type name before it (`Microsoft.NAV.itemType'Service'`)
    /// is dropped: the field says which enumeration is meant.
    Text(String),
}

/// Takes a filter apart; every token comes with its position.
pub(super) fn tokens(filter: &str) -> Result<Vec<(usize, Token)>, Failure> {
    let mut tokens = Vec::new();
    let mut rest = filter.char_indices().peekable();
    while let Some((at, char)) = rest.next() {
        let token = match char {
            _ if char.is_whitespace() => continue,
            '(' => Token::Open,
            ')' => Token::Close,
            ',' => Token::Comma,
            '\'' => Token::Text(quoted(&mut rest, at, filter)?),
            _ => {
                let mut word = String::from(char);
                while let Some((_, next)) = rest.next_if(|(_, c)| !c.is_whitespace() && !"(),'".contains(*c))
                {
                    word.push(next);
                }
                match rest.next_if(|(_, next)| *next == '\'') {
                    Some(_) => Token::Text(quoted(&mut rest, at, filter)?),
                    None => Token::Word(word),
                }
            }
        };
        tokens.push((at, token));
    }
    Ok(tokens)
}

fn quoted(
    rest: &mut std::iter::Peekable<std::str::CharIndices<'_>>,
    start: usize,
    filter: &str,
) -> Result<String, Failure> {
    let mut text = String::new();
    while let Some((_, char)) = rest.next() {
        if char != '\'' {
            text.push(char);
        } else if rest.next_if(|(_, next)| *next == '\'').is_some() {
            text.push('\'');
        } else {
            return Ok(text);
        }
    }
    Err(Failure::query(format!("There is an unterminated string literal at position {start} in '{filter}'.")))
}
