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
    /// A key (`KeyboardEvent.key`, and as WebDriver writes it) while others are held.
    Chord {
        control: bool,
        shift: bool,
        key: &'static str,
        webdriver: char,
    },
}

impl Key {
    pub(crate) const UP: Self = Self::named("ArrowUp", '\u{E013}');
    pub(crate) const LEFT: Self = Self::named("ArrowLeft", '\u{E012}');
    pub(crate) const RIGHT: Self = Self::named("ArrowRight", '\u{E014}');
    pub(crate) const SPACE: Self = Self::named(" ", ' ');
    pub(crate) const F2: Self = Self::named("F2", '\u{E032}');

    pub(crate) const fn named(key: &'static str, webdriver: char) -> Self {
        Self::Chord { control: false, shift: false, key, webdriver }
    }

    /// The same while Ctrl is held; only of a chord.
    pub(crate) const fn with_control(self) -> Self {
        match self {
            Self::Chord { shift, key, webdriver, .. } => Self::Chord { control: true, shift, key, webdriver },
            other => other,
        }
    }

    /// The same while Shift is held; only of a chord, and Down.
    pub(crate) const fn with_shift(self) -> Self {
        match self {
            Self::Chord { control, key, webdriver, .. } => {
                Self::Chord { control, shift: true, key, webdriver }
            }
            Self::Down => Self::named("ArrowDown", '\u{E015}').with_shift(),
            other => other,
        }
    }

    /// Ctrl and a letter.
    pub(crate) const fn control(key: &'static str) -> Self {
        Self::named(key, key.as_bytes()[0] as char).with_control()
    }

    /// Ctrl and End.
    pub(crate) const CONTROL_END: Self = Self::named("End", '\u{E010}').with_control();

    /// Its two strokes for `Input.dispatchKeyEvent` of the Chrome DevTools Protocol.
    pub(super) fn cdp(self) -> [Value; 2] {
        let (key, code, text) = match self {
            Self::Tab => ("Tab", 9, None),
            Self::Enter => ("Enter", 13, Some("\r".to_owned())),
            Self::Escape => ("Escape", 27, None),
            Self::End => ("End", 35, None),
            Self::Home => ("Home", 36, None),
            Self::Down => ("ArrowDown", 40, None),
            Self::Chord { control, shift, key, .. } => {
                // Input.dispatchKeyEvent: 2 is Ctrl, 8 is Shift.
                let modifiers = if control { 2 } else { 0 } + if shift { 8 } else { 0 };
                // What an operating system would make of it, a browser without a window has to be told.
                let commands = if control && key == "a" { json!(["selectAll"]) } else { json!([]) };
                let mut strokes = ["rawKeyDown", "keyUp"]
                    .map(|stroke| json!({ "type": stroke, "key": key, "code": key, "modifiers": modifiers }));
                strokes[0]["commands"] = commands;
                return strokes;
            }
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
            Self::Chord { webdriver, .. } => webdriver,
        }
    }

    /// The keys that are held meanwhile, as WebDriver writes them.
    pub(super) fn held(self) -> Vec<char> {
        let Self::Chord { control, shift, .. } = self else { return Vec::new() };
        [control.then_some('\u{E009}'), shift.then_some('\u{E008}')].into_iter().flatten().collect()
    }
}
