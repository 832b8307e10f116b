use super::{Error, Refusal};
use crate::Answer;

fn error(status: u16, body: &str) -> Error {
    Error::of(&Answer { status, retry_after: None, body: body.to_owned() })
}

#[test]
fn status_and_code_make_the_decision() {
    let with = |code: &str| format!(r#"{{"error":{{"code":"{code}","message":"No."}}}}"#);
    for (status, code, expected) in [
        (401, "Unauthorized", "SignInAgain"),
        (400, "Authentication_InvalidCredentials", "SignInAgain"),
        (403, "x", "Forbidden"),
        (404, "BadRequest_NotFound", "NotFound"),
        (404, "NoEnvironment", "NoSuchEnvironment"),
        (404, "Internal_CompanyNotFound", "NoSuchCompany"),
        (400, "Internal_CompanyNotFound", "NoSuchCompany"),
        (409, "x", "Changed"),
        (412, "x", "Changed"),
        (400, "Request_EntityChanged", "Changed"),
        (414, "", "QueryTooLong"),
        (429, "", "Throttled"),
        (408, "", "Unavailable"),
        (502, "", "Unavailable"),
        (503, "", "Unavailable"),
        (504, "", "Unavailable"),
        (500, "Internal_TenantUnavailable", "Unavailable"),
        (400, "Application_DialogException", "Refused"),
        (500, "Application_DialogException", "Refused"),
        (500, "Internal_ServerError", "Failed"),
        (403, "Authorization_RequestDenied", "Forbidden"),
        (400, "Authorization_RequestDenied", "Forbidden"),
        (400, "BadRequest", "Refused"),
        (400, "BadRequest_InvalidRequestUrl", "Refused"),
        (400, "BadRequest_NotFound", "Refused"),
        (400, "BadRequest_ResourceNotFound", "NotFound"),
        (400, "BadRequest_InvalidOperation", "Invalid"),
        (400, "BadRequest_InvalidToken", "Refused"),
        (400, "BadRequest_RequiredParamNotProvided", "Invalid"),
        (400, "BadRequest_MethodNotAllowed", "Unsupported"),
        (405, "", "Unsupported"),
        (501, "BadRequest_MethodNotImplemented", "Unsupported"),
        (400, "Internal_DataNotFoundFilter", "Refused"),
        (404, "Internal_RecordNotFound", "NotFound"),
        (400, "Internal_InvalidTableRelation", "Invalid"),
        (400, "Internal_EntityWithSameKeyExists", "Exists"),
        (503, "Internal_TenantUnavailable", "Unavailable"),
        (400, "Application_EvaluateException", "Invalid"),
        (400, "Application_StringExceededLength", "Invalid"),
        (400, "Application_InvalidGUID", "Invalid"),
        (400, "Application_CallbackNotAllowed", "Unsupported"),
        (400, "Application_FilterErrorException", "Refused"),
        (400, "Application_FieldValidationException", "Invalid"),
        (400, "Unknown", "Refused"),
        (413, "", "TooLarge"),
        (415, "", "Refused"),
        (500, "", "Failed"),
        (302, "", "Refused"),
    ] {
        let found = format!("{:?}", error(status, &with(code)));
        assert!(found.starts_with(expected), "{status} {code}: {found}");
    }
}

/// A status says too little: 404 is an environment, a company, a set or a record, and 401 a token or a person.
#[test]
fn the_words_say_what_is_wrong() {
    for (status, code, words) in [
        (404, "NoEnvironment", "no such environment"),
        (404, "Internal_CompanyNotFound", "no such company"),
        (404, "Internal_RecordNotFound", "may have been deleted"),
        (404, "BadRequest_NotFound", "the extension it belongs to"),
        (401, "Authentication_InvalidCredentials", "Sign in again"),
        (403, "Internal_ServerError", "permission"),
    ] {
        let body = format!(r#"{{"error":{{"code":"{code}","message":"Not found."}}}}"#);
        let told = error(status, &body).to_string();
        assert!(told.contains(words), "{status} {code}: {told}");
    }
    // As a gateway says it, without a code.
    let told = error(401, r#"{"message":"Unauthorized"}"#).to_string();
    assert!(told.contains("Sign in again"), "{told}");
}

#[test]
fn what_may_pass_is_the_services_own_trouble() {
    for (status, passes) in [(400, false), (403, false), (404, false), (429, true), (500, true), (503, true)]
    {
        assert_eq!(error(status, "").may_pass(), passes, "{status}");
    }
}

#[test]
fn the_correlation_id_leaves_the_message() {
    let id = "31ed4f3c-0f2a-4c0c-9b7b-0f6a2a1b3c4d";
    for (message, shown, found) in [
        (format!("You must enter a name.  CorrelationId:  {id}."), "You must enter a name.", Some(id)),
        (format!("Stop. CorrelationId: {id}"), "Stop.", Some(id)),
        (format!("A CorrelationId:  {id}. B"), "A B", Some(id)),
        ("No CorrelationId: at all.".to_owned(), "No CorrelationId: at all.", None),
        ("Plain.".to_owned(), "Plain.", None),
    ] {
        let error = error(
            400,
            &format!(r#"{{"error":{{"code":"Application_DialogException","message":"{message}"}}}}"#),
        );
        assert_eq!((error.to_string().as_str(), error.correlation_id()), (shown, found), "{message}");
    }
}

#[test]
fn any_body_gives_an_error_a_person_can_read() {
    for (body, shown) in [
        ("", "Business Central refused with status 400."),
        ("<html><body>Bad gateway</body></html>", "Business Central refused with status 400."),
        (r#"{"message":"Unauthorized"}"#, "Unauthorized"),
        (r#"{"error":"boom"}"#, "Business Central refused with status 400."),
        (r#"{"error":"x","error_description":"Not for you."}"#, "Not for you."),
        (r#"{"Message":"Gone."}"#, "Gone."),
        (r#"{"error":{"code":1,"message":null}}"#, "Business Central refused with status 400."),
        (r#"{"error":{"code":"x","message":"Half"#, "Business Central refused with status 400."),
        ("[]", "Business Central refused with status 400."),
    ] {
        assert_eq!(error(400, body).to_string(), shown, "{body}");
    }
}

#[test]
fn the_field_that_a_message_names_is_found() {
    let fields = [
        ("id", "Id"),
        ("number", "No."),
        ("customerNumber", "Customer No."),
        ("lastDateModified", "Last Date Modified"),
        ("quantity", "Quantity"),
        ("unitPrice", "Unit Price"),
        ("shipToName", "Lief. an Name"),
    ];
    for (message, target, expected) in [
        ("Control 'Last Date Modified' is read-only", "", Some("lastDateModified")),
        ("Field 'quantity' must not be blank or empty.", "", Some("quantity")),
        (
            "The field Customer No. of table Sales Header contains a value (9) that cannot be found.",
            "",
            Some("customerNumber"),
        ),
        ("No. must have a value.", "", None),
        ("\"No.\" must have a value.", "", Some("number")),
        ("Die Quantity2 ist falsch.", "", None),
        ("Das Feld „Lief. an Name“ ist zu lang.", "", Some("shipToName")),
        ("The paid amount is too high.", "", None),
        ("Something about Unit Price.", "quantity", Some("quantity")),
        ("Something about Unit Price.", "salesHeader", Some("unitPrice")),
        ("", "", None),
    ] {
        let refusal =
            Refusal { message: message.to_owned(), target: target.to_owned(), ..Refusal::default() };
        assert_eq!(refusal.field(fields), expected, "{message}");
    }
    let refusal = Refusal { message: "a".to_owned(), ..Refusal::default() };
    assert_eq!(refusal.field([("", ""), ("x", "")]), None);
}
