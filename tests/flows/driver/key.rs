//! Keys, as each protocol writes them.

use serde_json::{Value, json};

/// A key of the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Tab,
    Enter,
    Escape,
    End,
    Home,
    Down,
    Character(char),
}

impl Key {
    /// Its two strokes for `Input.dispatchKeyEvent` of the Chrome DevTools Protocol.
    pub(super) fn cdp(self) -> [Value; 2] {
        let (key, code, text) = match self {
            Self::Tab => ("Tab", 9, None),
            Self::Enter => ("Enter", 13, Some("\r".to_owned())),
            Self::Escape => ("Escape", 27, None),
            Self::End => ("End", 35, None),
            Self::Home => ("Home", 36, None),
            Self::Down => ("ArrowDown", 40, None),
            Self::Character(character) => {
                let text = character.to_string();
                return [
                    json!({ "type": "keyDown", "key": text, "text": text, "unmodifiedText": text }),
                    json!({ "type": "keyUp", "key": text }),
                ];
            }
        };
        let mut down =
            json!({ "type": "rawKeyDown", "key": key, "code": key, "windowsVirtualKeyCode": code });
        let mut up = down.clone();
        up["type"] = "keyUp".into();
        if let Some(text) = text {
            down["type"] = "keyDown".into();
            down["text"] = text.into();
        }
        [down, up]
    }

    /// As WebDriver writes it (§17.4.2, keyboard actions).
    pub(super) fn webdriver(self) -> char {
        match self {
            Self::Tab => '\u{E004}',
            Self::Enter => '\u{E007}',
            Self::Escape => '\u{E00C}',
            Self::End => '\u{E010}',
            Self::Home => '\u{E011}',
            Self::Down => '\u{E015}',
            Self::Character(character) => character,
        }
    }
}
