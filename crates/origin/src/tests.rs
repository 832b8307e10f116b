use crate::{AddressError, Origin, resolve};

fn origin(address: &str) -> Result<String, AddressError> {
    Origin::of(address).map(|origin| origin.to_string())
}

#[test]
fn an_origin_is_scheme_host_and_unusual_port() {
    for (address, expected) in [
        ("https://Portal.Example", "https://portal.example"),
        ("https://portal.example:443/a?b#c", "https://portal.example"),
        ("HTTP://localhost:8080/x", "http://localhost:8080"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://[::1]:8082/v2.0", "http://[::1]:8082"),
        ("https://portal.example?next=https://evil.example", "https://portal.example"),
        ("https://portal.example#@evil.example", "https://portal.example"),
    ] {
        assert_eq!(origin(address).as_deref(), Ok(expected), "{address}");
    }
}

#[test]
fn ambiguous_addresses_are_refused() {
    for (address, fault) in [
        ("", AddressError::Scheme),
        ("portal.example", AddressError::Scheme),
        ("//portal.example", AddressError::Scheme),
        ("javascript://portal.example/%0aalert(1)", AddressError::Scheme),
        ("ftp://portal.example", AddressError::Scheme),
        ("https://user@portal.example", AddressError::UserInfo),
        ("https://portal.example\\@evil.example", AddressError::Character),
        ("https://portal.example\t.evil.example", AddressError::Character),
        ("https://portäl.example", AddressError::Character),
        (" https://portal.example", AddressError::Scheme),
        ("https://", AddressError::Host),
        ("https:///path", AddressError::Host),
        ("https://a..b", AddressError::Host),
        ("https://portal.example.", AddressError::Host),
        ("https://portal%2eexample", AddressError::Host),
        ("https://127.1", AddressError::Host),
        ("https://127.0.0.01", AddressError::Host),
        ("https://127.0.0.256", AddressError::Host),
        ("https://1.2.3.4.5", AddressError::Host),
        ("https://[portal.example]", AddressError::Host),
        ("https://0x7f000001", AddressError::Host),
        ("https://[::1", AddressError::Host),
        ("https://portal.example:", AddressError::Port),
        ("https://portal.example:0", AddressError::Port),
        ("https://portal.example:+1", AddressError::Port),
        ("https://portal.example:99999", AddressError::Port),
    ] {
        assert_eq!(origin(address), Err(fault), "{address:?}");
    }
}

#[test]
fn only_https_and_this_computer_are_trustworthy() {
    for (address, expected) in [
        ("https://portal.example", true),
        ("http://localhost:8080", true),
        ("http://localhost", true),
        ("http://127.0.0.1:1", true),
        ("http://[::1]", true),
        ("http://portal.example", false),
        ("http://localhost.evil.example", false),
        ("http://127.0.0.2", false),
    ] {
        assert_eq!(Origin::of(address).map(|origin| origin.is_trustworthy()), Ok(expected), "{address}");
    }
}

#[test]
fn references_resolve_as_rfc_3986_section_5_4_says() {
    let base = "http://a/b/c/d;p?q";
    for (reference, expected) in [
        ("g", "http://a/b/c/g"),
        ("./g", "http://a/b/c/g"),
        ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"),
        ("//g", "http://g"),
        ("?y", "http://a/b/c/d;p?y"),
        ("g?y", "http://a/b/c/g?y"),
        ("#s", "http://a/b/c/d;p?q#s"),
        ("", "http://a/b/c/d;p?q"),
        (".", "http://a/b/c/"),
        ("..", "http://a/b/"),
        ("../g", "http://a/b/g"),
        ("../../../g", "http://a/g"),
        ("/./g", "http://a/g"),
        ("g?y/../x", "http://a/b/c/g?y/../x"),
        ("http://other/x", "http://other/x"),
    ] {
        assert_eq!(resolve(base, reference).as_deref(), Ok(expected), "{reference}");
    }
    assert_eq!(resolve("http://a", "g").as_deref(), Ok("http://a/g"));
    assert_eq!(resolve(base, "javascript:alert(1)"), Err(AddressError::Scheme));
    assert_eq!(resolve(base, "//user@evil"), Err(AddressError::UserInfo));
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use crate::{Origin, resolve};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_answered(base in ".*", reference in ".*") {
            let _ = Origin::of(&base);
            let _ = resolve(&base, &reference);
        }

        #[test]
        fn an_origin_is_its_own_origin(host in "[a-z][a-z0-9-]{0,20}(\\.[a-z]{1,8}){0,3}", port in 1..=u16::MAX) {
            let origin = Origin::of(&format!("https://{host}:{port}/path?x#y")).unwrap();
            prop_assert_eq!(Origin::of(origin.as_str()).unwrap(), origin);
        }

        #[test]
        fn a_path_never_leaves_its_origin(path in "[a-z./?#-]{0,40}") {
            prop_assume!(!path.starts_with("//"));
            let resolved = resolve("https://portal.example/a/b", &path).unwrap();
            let origin = Origin::of(&resolved).unwrap();
            prop_assert_eq!(origin.as_str(), "https://portal.example");
        }
    }
}
