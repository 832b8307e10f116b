//! wasm-bindgen's JavaScript, told how to load the second part of the module.

use wasmparser::{Parser, Payload};

use crate::failure::{Failure, Result};

/// What the first part imports the loader from: where it has all else from.
pub(super) const LINK: &str = "./portico_bg.js";

/// What `src/later.rs` calls the loader.
const LOADER: &str = "__wasm_split_load_later";

/// `glue` with a loader of the file `name`, the second part, which is the module `second` that its imports are read from.
///
/// wasm-bindgen takes the loader for a function of a script; it becomes one more of the functions that it offers the
/// module itself. It is handed a function of the module's table and what to call it with once the part is there, or isn't
/// (`LoadFn` of `wasm_split_helpers`).
pub(super) fn with_loader(glue: &str, name: &str, second: &[u8]) -> Result<String> {
    let shared: String = shared(second)?.iter().map(|name| format!("\"{name}\": wasm.{name}, ")).collect();
    let loader = format!(
        r#"const import0 = {{
        {LOADER}: function(callback, data) {{
            const tell = (isLoaded) => wasm.__indirect_function_table.get(callback)(data, isLoaded);
            fetch(new URL("{name}", import.meta.url))
                .then((answer) => __wbg_load(answer, {{ "__wasm_split": {{ {shared}}} }}))
                .then(() => tell(true), () => tell(false));
        }},"#
    );
    let imported = format!("import * as import1 from \"{LINK}\"\n");
    let offered = format!("\"{LINK}\": import1,");
    let mut glue = glue.to_owned();
    for (from, to) in [(imported.as_str(), ""), (&offered, ""), ("const import0 = {", &loader)] {
        if glue.matches(from).count() != 1 {
            return Err(Failure::new(format!("wasm-bindgen's JavaScript does not have {from} once")));
        }
        glue = glue.replace(from, to);
    }
    Ok(glue)
}

/// What the second part shares with the first.
fn shared(second: &[u8]) -> Result<Vec<String>> {
    let unreadable = |error| Failure::new(format!("the module's second part: {error}"));
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(second) {
        let Payload::ImportSection(section) = payload.map_err(unreadable)? else { continue };
        for import in section.into_imports() {
            names.push(import.map_err(unreadable)?.name.to_owned());
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::with_loader;

    const GLUE: &str = r#"import * as import1 from "./portico_bg.js"

function __wbg_get_imports() {
    const import0 = {
        __wbg_now_1: function() { return 1; },
    };
    return {
        "./portico_bg.js": import0,
        "./portico_bg.js": import1,
    };
}"#;

    /// A module that imports the memory `memory` of `__wasm_split`.
    const SECOND: &[u8] = b"\0asm\x01\0\0\0\x02\x18\x01\x0c__wasm_split\x06memory\x02\x00\x01";

    #[test]
    fn the_loader_is_one_of_the_functions_offered() {
        let glue = with_loader(GLUE, "later/a.wasm", SECOND).unwrap();
        assert!(!glue.contains("import1"), "{glue}");
        assert!(glue.contains("__wasm_split_load_later: function(callback, data)"), "{glue}");
        assert!(glue.contains("new URL(\"later/a.wasm\", import.meta.url)"), "{glue}");
        assert!(glue.contains("\"__wasm_split\": { \"memory\": wasm.memory, }"), "{glue}");
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for changed in [
            GLUE.replace("import1,", "import2,"),
            GLUE.replace("const import0", "const imports"),
            GLUE.replace("from \"./portico_bg.js\"", "from \"./other.js\""),
        ] {
            assert!(with_loader(&changed, "later/a.wasm", SECOND).is_err(), "{changed}");
        }
        assert!(with_loader(GLUE, "later/a.wasm", b"no module").is_err());
    }
}
