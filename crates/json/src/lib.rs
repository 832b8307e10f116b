//! JSON ([RFC 8259]) as a value: what the browser's module reads and writes, in nine kilobytes of it.
//!
//! A derived reader is a state machine for each type and for each type of field; the portal's two dozen types weighed an
//! eighth of its module that way. Here a text becomes a [`Value`] once, by one function that is compiled once, and
//! whoever wants a type out of it asks for its members by name. Numbers keep their text: an amount of 18 digits does
//! not survive a binary float, and who needs none of floats doesn't download their tables.
//!
//! ```
//! let value = json::Value::parse(r#"{ "number": "10000", "balanceDue": 1234567890123456.78, "blocked": null }"#)?;
//! let customer = value.as_object().expect("an object");
//! assert_eq!(customer.text("number"), "10000");
//! assert_eq!(customer.get("balanceDue").map(ToString::to_string).as_deref(), Some("1234567890123456.78"));
//! assert_eq!(customer.get("email"), None);
//! assert_eq!(value.to_string(), r#"{"number":"10000","balanceDue":1234567890123456.78,"blocked":null}"#);
//! # Ok::<(), json::Error>(())
//! ```
//!
//! [RFC 8259]: https://www.rfc-editor.org/rfc/rfc8259

mod error;
mod number;
mod object;
mod read;
mod text;
mod value;
mod write;

#[cfg(test)]
mod tests;

pub use error::{Error, Fault};
pub use number::is_number;
pub use object::Object;
pub use value::Value;
