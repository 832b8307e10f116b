//! Random numbers and signatures, by the browser's own cryptography.

use js_sys::{Array, JSON, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Crypto, CryptoKey};

/// The browser offers no usable cryptography here; a page that is not served over https has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this page has no cryptography: it must be opened over https, or on localhost")]
pub struct NoCrypto;

fn crypto() -> Result<Crypto, NoCrypto> {
    web_sys::window().and_then(|window| window.crypto().ok()).ok_or(NoCrypto)
}

/// `N` bytes from the browser's cryptographically secure generator.
///
/// # Errors
/// [`NoCrypto`] where there is none.
pub fn random<const N: usize>() -> Result<[u8; N], NoCrypto> {
    let mut bytes = [0; N];
    crypto()?.get_random_values_with_u8_array(&mut bytes).map_err(|_| NoCrypto)?;
    Ok(bytes)
}

/// Whether `signature` is the RS256 signature (RSASSA-PKCS1-v1_5 with SHA-256, RFC 7518 §3.3) of `signed` under the
/// public key `jwk_json`, a JSON Web Key. A key that the browser refuses verifies nothing.
///
/// # Errors
/// [`NoCrypto`] where there is none.
pub async fn verifies_rs256(jwk_json: &str, signed: &[u8], signature: &[u8]) -> Result<bool, NoCrypto> {
    let subtle = crypto()?.subtle();
    // `subtle` is undefined on a page that is no secure context; web-sys hands the undefined through.
    if subtle.is_undefined() {
        return Err(NoCrypto);
    }
    let verified = async {
        let jwk: Object = JSON::parse(jwk_json)?.dyn_into()?;
        let algorithm = Object::new();
        Reflect::set(&algorithm, &"name".into(), &"RSASSA-PKCS1-v1_5".into())?;
        Reflect::set(&algorithm, &"hash".into(), &"SHA-256".into())?;
        let usages = Array::of1(&"verify".into());
        let key = subtle.import_key_with_object("jwk", &jwk, &algorithm, false, &usages)?;
        let key: CryptoKey = JsFuture::from(key).await?.dyn_into()?;
        let (signature, signed) = (Uint8Array::from(signature), Uint8Array::from(signed));
        let answer = subtle
            .verify_with_object_and_js_u8_array_and_js_u8_array(&algorithm, &key, &signature, &signed)?;
        JsFuture::from(answer).await
    }
    .await;
    Ok(verified.is_ok_and(|answer: JsValue| answer == JsValue::TRUE))
}
