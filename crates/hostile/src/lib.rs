//! What must hold of every input from outside, whoever wrote it: one function for each kind, which takes any bytes and
//! panics if a property is broken.
//!
//! The fuzzer in `fuzz/` calls these functions, and so do the tests beside them, with inputs of their own and with those that
//! the fuzzer found worth keeping (`fuzz/corpus/`). `docs/fuzzing.md` says what each one checks.
//!
//! An input's first bytes choose a case, by digits so that it can be written by hand; what follows is the document itself,
//! or what is changed in a good one ([`edit`]). What is right is never asked of the code under test: addresses,
//! parameters and times are read here once more, in the plainest way.

mod address;
mod callback;
mod discovery;
mod edit;
mod edmx;
mod fixtures;
mod id_token;
mod input;
mod jwks;
mod odata_error;
mod odata_page;
mod portal_json;
mod secret;
mod stored_records;
mod token_answer;

pub use callback::callback;
pub use discovery::discovery;
pub use edmx::edmx;
pub use id_token::id_token;
pub use jwks::jwks;
pub use odata_error::odata_error;
pub use odata_page::odata_page;
pub use portal_json::portal_json;
pub use stored_records::stored_records;
pub use token_answer::token_answer;

/// A property of inputs of one kind.
pub type Property = fn(&[u8]);

/// Every property, by the name that its fuzz target and its corpus have.
pub const PROPERTIES: [(&str, Property); 10] = [
    ("callback", callback),
    ("discovery", discovery),
    ("edmx", edmx),
    ("id_token", id_token),
    ("jwks", jwks),
    ("odata_error", odata_error),
    ("odata_page", odata_page),
    ("portal_json", portal_json),
    ("stored_records", stored_records),
    ("token_answer", token_answer),
];
