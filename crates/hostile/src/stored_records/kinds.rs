//! The kinds of records: of each a good one, and how one is read and written again.

use crate::secret::{SECRET, is_in, shown};
use authority::{Identity, Keys, Provider, Standing, Transaction};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use business_central::{Captions, Metadata, PageLink};
use json::Value;
use portico::places::Remembered;
use portico::session::attempts::Attempt;
use portico::session::kept::Session;
use portico::session::tabs::{Heard, Message};

/// Reads a record and writes it again, if it is one.
pub(super) type Again = fn(&Value) -> Option<Value>;

const PROVIDER: &str = r#"{"issuer":"https://login.example/t","authorization_endpoint":"https://login.example/a","token_endpoint":"https://login.example/b","jwks_uri":"https://login.example/c","end_session_endpoint":"https://login.example/d","announces_iss":true,"answers_in_fragment":false}"#;
const IDENTITY: &str = r#"{"issuer":"https://login.example/t","subject":"ada","object_id":"o","tenant":"t","name":"Ada","user_name":"ada@cronus.example","login_hint":"h","expires_at":1,"issued_at":2,"authenticated_at":3,"nonce":"n"}"#;
const STANDING: &str = r#"{"accepted":true,"renewed_at":5,"signed_in_at":6}"#;
const HANDED_OUT: &str = r#"{"id":"i","generation":1,"bound":{"companion":"https://portal.example/companion","service":"https://bc.example","person":"p"},"access_token":"a","obtained_at":1000,"renew_at":4300,"expires_at":4600,"standing":{"accepted":false},"environment":"Production"}"#;
const GIVEN: &str = r#"{"given":"https://bc.example/v2.0/t/e/api/v2.0/companies(c)/items?$skiptoken=x"}"#;
const SKIPPED: &str =
    r#"{"url":"https://bc.example/v2.0/t/e/api/v2.0/companies(c)/items","skip":20,"left":30}"#;
const CAPTIONS: &str = r#"{"s":["customers","Customers"],"d":[{"n":"customer","c":"Customer","p":["number","No."],"m":["_x0020_","Blank"],"a":["post","Post"]}]}"#;
const METADATA: &str = r#"{"s":[{"n":"orders","t":"N.order","d":false,"b":["lines","orderLines"]}],"t":[{"n":"N.order","k":["id"],"p":[{"n":"id","k":"g","r":true},{"n":"number","k":"t","l":20,"x":true,"c":"No."},{"n":"status","e":"N.status","k":"e"}],"r":[{"n":"lines","t":"N.line","m":true,"c":["id","documentId"]}],"a":["post"]}],"e":[{"n":"N.status","m":["Open"]}]}"#;
const PLACE: &str =
    r#"{"href":"/c/1/customers/a?on=CRONUS%2FProduction","title":"A “quoted” name","kind":"Customer"}"#;

/// Every kind.
pub(super) fn all() -> Vec<(String, Again)> {
    let transaction = format!(
        r#"{{"state":"s","nonce":"n","code_verifier":"{SECRET}","issuer":"https://login.example/t","client_id":"app","redirect_uri":"https://portal.example/auth/","prompt":"login","return_to":"/c/1/customers?q=a#b","created_at":1800000000}}"#
    );
    let attempt =
        format!(r#"{{"connection":"Production","transaction":{transaction},"after_refusal":false}}"#);
    let modulus = URL_SAFE_NO_PAD.encode([0xab; 256]);
    let keys = format!(r#"[{{"kid":"k","issuer":"https://login.example/t","n":"{modulus}","e":"AQAB"}}]"#);
    let session = format!(
        r#"{{"id":"i","generation":3,"bound":{{"authority":"https://login.example/t","client_id":"app","scope":"s","service":"https://bc.example","delegate":"floor@cronus.example"}},"access_token":"{SECRET}","obtained_at":1000,"renew_at":4300,"expires_at":4600,"standing":{STANDING},"refresh_token":"r","renewable_until":87400,"scope":"user_impersonation","identity":{IDENTITY},"provider":{PROVIDER}}}"#
    );
    let said = format!(r#"{{"tokens":{session}}}"#);
    vec![
        (transaction, |kept| {
            let transaction = Transaction::from_json(kept)?;
            // Who was asked is told on purpose.
            let issuer = kept.as_object().map(|kept| kept.text("issuer")).unwrap_or_default();
            assert!(is_in(issuer) || !is_in(&shown(&transaction)), "a code verifier is told");
            Some(transaction.to_json())
        }),
        (attempt, |kept| Some(Attempt::from_json(kept)?.to_json())),
        (PROVIDER.to_owned(), |kept| Some(Provider::from_json(kept)?.to_json())),
        (keys, |kept| Some(Keys::from_json(kept)?.to_json())),
        (IDENTITY.to_owned(), |kept| Some(Identity::from_json(kept)?.to_json())),
        (STANDING.to_owned(), |kept| Some(Standing::from_json(kept)?.to_json())),
        (session, |kept| Some(Session::from_json(kept)?.to_json())),
        (HANDED_OUT.to_owned(), |kept| Some(Session::from_json(kept)?.to_json())),
        (said, said_again),
        (r#"{"ask":7}"#.to_owned(), said_again),
        (r#"{"signed_out":true}"#.to_owned(), said_again),
        (GIVEN.to_owned(), |kept| Some(PageLink::from_json(kept)?.to_json())),
        (SKIPPED.to_owned(), |kept| Some(PageLink::from_json(kept)?.to_json())),
        (METADATA.to_owned(), |kept| Some(Metadata::from_json(kept)?.to_json())),
        (CAPTIONS.to_owned(), |kept| Some(Captions::from_json(kept)?.to_json())),
        (PLACE.to_owned(), |kept| Some(Remembered::from_json(kept)?.to_json())),
    ]
}

/// What tabs tell each other is no record, but whoever can write the one can say the other.
fn said_again(kept: &Value) -> Option<Value> {
    let heard = Heard::read(&kept.to_string())?;
    let said = match &heard {
        Heard::Ask(generation) => Message::Ask(*generation).write(),
        Heard::Tokens(session) => Message::Tokens(session).write(),
        Heard::SignedOut => Message::SignedOut.write(),
    };
    Value::parse(&said).ok()
}
