//! Windows' numbers of languages, by which Business Central labels its captions.

/// Languages of Business Central's captions: BCP 47 tag and Windows language identifier ([MS-LCID] §2.2). Of several for one
/// language the first is the one to fall back to.
///
/// [MS-LCID]: https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-lcid/a9eac961-e77d-41a6-90a5-ce1a8b0cdb9c
const LANGUAGES: [(&str, u32); 49] = [
    ("en-US", 1033),
    ("en-GB", 2057),
    ("en-AU", 3081),
    ("en-CA", 4105),
    ("en-NZ", 5129),
    ("en-IE", 6153),
    ("de-DE", 1031),
    ("de-CH", 2055),
    ("de-AT", 3079),
    ("fr-FR", 1036),
    ("fr-BE", 2060),
    ("fr-CA", 3084),
    ("fr-CH", 4108),
    ("nl-NL", 1043),
    ("nl-BE", 2067),
    ("da-DK", 1030),
    ("sv-SE", 1053),
    ("nb-NO", 1044),
    ("no-NO", 1044),
    ("fi-FI", 1035),
    ("is-IS", 1039),
    ("it-IT", 1040),
    ("it-CH", 2064),
    ("es-ES", 3082),
    ("es-MX", 2058),
    ("pt-PT", 2070),
    ("pt-BR", 1046),
    ("cs-CZ", 1029),
    ("pl-PL", 1045),
    ("hu-HU", 1038),
    ("ro-RO", 1048),
    ("bg-BG", 1026),
    ("el-GR", 1032),
    ("hr-HR", 1050),
    ("sk-SK", 1051),
    ("sl-SI", 1060),
    ("et-EE", 1061),
    ("lv-LV", 1062),
    ("lt-LT", 1063),
    ("ru-RU", 1049),
    ("uk-UA", 1058),
    ("tr-TR", 1055),
    ("ja-JP", 1041),
    ("ko-KR", 1042),
    ("zh-CN", 2052),
    ("zh-TW", 1028),
    ("th-TH", 1054),
    ("vi-VN", 1066),
    ("ar-SA", 1025),
];

/// How well a caption of the language `code` serves a reader of `language`: 3 exactly, 2 another kind of the same
/// language, 1 English, 0 any other.
pub(crate) fn fit(language: &str, code: u32) -> u8 {
    let same_language = |tag: &str| primary(tag).eq_ignore_ascii_case(primary(language));
    let mut best = u8::from(code == 1033);
    for (tag, known) in LANGUAGES {
        if known == code {
            best = best.max(if tag.eq_ignore_ascii_case(language) {
                3
            } else if same_language(tag) {
                2
            } else {
                0
            });
        }
    }
    best
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn the_nearest_language_fits_best() {
        for (language, code, expected) in [
            ("de-DE", 1031, 3),
            ("DE-de", 1031, 3),
            ("de", 1031, 2),
            ("de-AT", 1031, 2),
            ("de-AT", 3079, 3),
            ("de-DE", 1033, 1),
            ("de-DE", 1036, 0),
            ("en-GB", 1033, 2),
            ("", 1033, 1),
            ("xx", 99_999, 0),
        ] {
            assert_eq!(fit(language, code), expected, "{language} {code}");
        }
    }
}
