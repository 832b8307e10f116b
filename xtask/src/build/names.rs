//! The short names that wasm-opt gives to a module's imports and exports, in the JavaScript that wasm-bindgen wrote for
//! the long ones.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::failure::{Failure, Result};

/// The one name that wasm-opt gives to the modules of all imports (Binaryen, `MinifyImportsAndExports.cpp`).
const MODULE: &str = "a";

/// The short names by the long ones.
pub(super) struct Names {
    module: String,
    imports: BTreeMap<String, String>,
    exports: BTreeMap<String, String>,
}

impl Names {
    /// Reads what wasm-opt prints: `{"imports": [[module, long, short], …], "exports": [[long, short], …]}`.
    pub(super) fn read(json: &str) -> Result<Self> {
        let map: Value = serde_json::from_str(json)
            .map_err(|error| Failure::new(format!("wasm-opt's names are not JSON: {error}")))?;
        let imports: Vec<[String; 3]> = rows(&map["imports"])?;
        let exports: Vec<[String; 2]> = rows(&map["exports"])?;
        let module = imports.first().map(|[module, ..]| module.clone()).unwrap_or_default();
        if let Some([other, ..]) = imports.iter().find(|[other, ..]| *other != module) {
            return Err(Failure::new(format!(
                "imports come from {module} and from {other}, not from one place"
            )));
        }
        Ok(Self {
            module,
            imports: imports.into_iter().map(|[_, long, short]| (long, short)).collect(),
            exports: exports.into_iter().map(|[long, short]| (long, short)).collect(),
        })
    }

    /// `glue` with the short names. It offers imports as the members of an object, `long: function…`, which is the
    /// member `"module":` of another; and it takes exports from `wasm.long`. Fails unless each import is offered once
    /// and each export that is taken exists.
    pub(super) fn apply(&self, glue: &str) -> Result<String> {
        let module = format!("\"{}\":", self.module);
        if glue.matches(&module).count() != 1 {
            return Err(Failure::new(format!("wasm-bindgen's JavaScript does not offer {module} once")));
        }
        let glue = glue.replace(&module, &format!("\"{MODULE}\":"));
        let mut missing = self.imports.clone();
        let mut renamed = String::with_capacity(glue.len());
        // The identifier before the last dot, if nothing but the dot is between it and what comes next.
        let mut object = None;
        let mut rest = glue.as_str();
        while let Some(start) = rest.find(is_in_identifier) {
            let (between, after) = rest.split_at(start);
            let end = after.find(|c| !is_in_identifier(c)).unwrap_or(after.len());
            let (word, after) = after.split_at(end);
            let short = if between == "." && object == Some("wasm") {
                let short = self.exports.get(word);
                Some(short.ok_or_else(|| Failure::new(format!("the module does not export {word}")))?.clone())
            } else if after.starts_with(':') && self.imports.contains_key(word) {
                let short = missing.remove(word);
                Some(short.ok_or_else(|| Failure::new(format!("{word} is offered to the module twice")))?)
            } else {
                None
            };
            renamed.push_str(between);
            renamed.push_str(short.as_deref().unwrap_or(word));
            object = (!between.ends_with('.')).then_some(word);
            rest = after;
        }
        renamed.push_str(rest);
        match missing.keys().next() {
            None => Ok(renamed),
            Some(name) => Err(Failure::new(format!("wasm-bindgen's JavaScript does not offer {name}"))),
        }
    }
}

fn rows<const N: usize>(list: &Value) -> Result<Vec<[String; N]>> {
    let strings = |row: &Value| {
        let words = row.as_array()?.iter().map(|word| word.as_str().map(str::to_owned));
        words.collect::<Option<Vec<_>>>()?.try_into().ok()
    };
    let rows = list.as_array().and_then(|rows| rows.iter().map(strings).collect());
    rows.ok_or_else(|| Failure::new("wasm-opt's names have another form than expected"))
}

/// All that wasm-bindgen's identifiers are made of.
fn is_in_identifier(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

#[cfg(test)]
mod tests {
    use super::Names;

    const NAMES: &str = r#"{
        "imports": [["./p_bg.js", "__wbg_now_1", "$"], ["./p_bg.js", "__wbg_now_12", "b"]],
        "exports": [["memory", "c"], ["__wbindgen_start", "d"], ["main", "e"]]
    }"#;

    const GLUE: &str = r#"
        const import0 = {
            __wbg_now_1: function(arg0) { return memory.wasm.memory; },
            __wbg_now_12: function() { return "__wbg_now_1"; },
        };
        return { "./p_bg.js": import0 };
        wasm = instance.exports; new Uint8Array(wasm.memory.buffer); wasm.__wbindgen_start(memory, 'p_bg.wasm')"#;

    const SHORT: &str = r#"
        const import0 = {
            $: function(arg0) { return memory.wasm.memory; },
            b: function() { return "__wbg_now_1"; },
        };
        return { "a": import0 };
        wasm = instance.exports; new Uint8Array(wasm.c.buffer); wasm.d(memory, 'p_bg.wasm')"#;

    fn apply(glue: &str) -> Result<String, String> {
        Names::read(NAMES).unwrap().apply(glue).map_err(|failure| failure.to_string())
    }

    #[test]
    fn whole_names_change_where_they_are_used() {
        assert_eq!(apply(GLUE).as_deref(), Ok(SHORT));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for (glue, fault) in [
            (GLUE.replace("__wbg_now_12:", "__wbg_other:"), "does not offer __wbg_now_12"),
            (GLUE.replace("__wbg_now_12:", "__wbg_now_1:"), "__wbg_now_1 is offered to the module twice"),
            (GLUE.replace("wasm.memory.buffer", "wasm.other"), "does not export other"),
            (GLUE.replace("./p_bg.js", "wbg"), "does not offer \"./p_bg.js\": once"),
        ] {
            let failure = apply(&glue).unwrap_err();
            assert!(failure.contains(fault), "{failure}");
        }
    }

    #[test]
    fn names_of_another_form_are_refused() {
        for json in [
            "",
            "{}",
            r#"{"imports": [["a", "b"]], "exports": []}"#,
            r#"{"imports": [["a", "b", "c"], ["other", "d", "e"]], "exports": []}"#,
        ] {
            assert!(Names::read(json).is_err(), "{json}");
        }
    }
}
