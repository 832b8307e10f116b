//! What static hosts need to be told: the headers of every answer, and that an
//! address of the portal which is no file is answered with the page.

use serde_json::{Value, json};

use super::Base;

/// The ends of the names of files: such an address is never answered with the
/// page, because a missing script must not arrive as HTML.
const FILES: &str = "br|css|gz|ico|js|json|png|svg|txt|wasm";

/// The headers of every answer, with `policy` as its Content Security Policy.
///
/// `no-cache` lets a browser keep a file but ask whether it is still the same:
/// Trunk names a module by what the compiler wrote, before wasm-bindgen and
/// wasm-opt, so that two different files can have the same name.
fn headers(policy: &str) -> [(&'static str, &str); 6] {
    [
        ("Cache-Control", "no-cache"),
        ("Content-Security-Policy", policy),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Referrer-Policy", "no-referrer"),
        ("Strict-Transport-Security", "max-age=31536000"),
        ("X-Content-Type-Options", "nosniff"),
    ]
}

/// The name and text of each host's files for a portal at `base`.
pub(super) fn files(base: &Base, policy: &str) -> Vec<(&'static str, String)> {
    let base = base.as_str();
    let headers = headers(policy);
    vec![
        ("_headers", netlify_and_cloudflare(base, &headers)),
        ("staticwebapp.config.json", pretty(&azure(base, &headers))),
        ("vercel.json", pretty(&vercel(base, &headers))),
        (".htaccess", apache(base, &headers)),
        ("hosting/netlify/_redirects", netlify_redirects(base)),
        ("hosting/nginx.conf", nginx(base, &headers)),
        ("hosting/cloudfront/viewer-request.js", cloudfront_request(base)),
        ("hosting/cloudfront/viewer-response.js", cloudfront_response(&headers)),
    ]
}

type Headers<'a> = [(&'static str, &'a str)];

fn lines(headers: &Headers<'_>, line: impl Fn(&str, &str) -> String) -> String {
    headers.iter().map(|(name, value)| line(name, value)).collect()
}

fn netlify_and_cloudflare(base: &str, headers: &Headers<'_>) -> String {
    format!("{base}*\n{}", lines(headers, |name, value| format!("  {name}: {value}\n")))
}

/// Not in the folder's root: Cloudflare Pages reads the same name, but follows
/// its rules even where a file exists. There `404.html` does the work.
fn netlify_redirects(base: &str) -> String {
    format!("{base}portal.json {base}404.html 404\n{base}* {base}index.html 200\n")
}

fn azure(base: &str, headers: &Headers<'_>) -> Value {
    let extensions = FILES.replace('|', ",");
    json!({
        "globalHeaders": headers.iter().map(|(name, value)| ((*name).to_owned(), json!(value)))
            .collect::<serde_json::Map<_, _>>(),
        "mimeTypes": { ".wasm": "application/wasm", ".js": "text/javascript" },
        "navigationFallback": {
            "rewrite": format!("{base}index.html"),
            "exclude": [format!("{base}*.{{{extensions}}}")],
        },
    })
}

fn vercel(base: &str, headers: &Headers<'_>) -> Value {
    json!({
        "headers": [{
            "source": format!("{base}(.*)"),
            "headers": headers.iter().map(|(name, value)| json!({ "key": name, "value": value }))
                .collect::<Vec<_>>(),
        }],
        "rewrites": [{
            "source": format!("{base}((?!.*\\.(?:{FILES})$).*)"),
            "destination": format!("{base}index.html"),
        }],
    })
}

fn apache(base: &str, headers: &Headers<'_>) -> String {
    let headers = lines(headers, |name, value| format!("Header always set {name} \"{value}\"\n"));
    format!(
        r#"# Needs mod_headers, mod_mime and mod_rewrite, and AllowOverride FileInfo Indexes.
{headers}Header always merge Vary Accept-Encoding
DirectoryIndex index.html
AddType application/wasm .wasm
AddType text/javascript .js
# The compressed copies keep the type of what they are a copy of.
RemoveType .gz
RemoveLanguage .br
AddEncoding br .br
AddEncoding gzip .gz
RewriteEngine On
RewriteBase {base}
RewriteCond %{{HTTP:Accept-Encoding}} \bbr\b
RewriteCond %{{REQUEST_FILENAME}}.br -f
RewriteRule ^(.+)$ $1.br [END]
RewriteCond %{{HTTP:Accept-Encoding}} \bgzip\b
RewriteCond %{{REQUEST_FILENAME}}.gz -f
RewriteRule ^(.+)$ $1.gz [END]
RewriteCond %{{REQUEST_FILENAME}} !-f
RewriteCond %{{REQUEST_FILENAME}} !-d
RewriteRule !\.(?:{FILES})$ index.html [L]
"#
    )
}

fn nginx(base: &str, headers: &Headers<'_>) -> String {
    let headers = lines(headers, |name, value| format!("    add_header {name} \"{value}\" always;\n"));
    format!(
        r"# Include it in a server block whose root holds these files below {base}
location {base} {{
{headers}    gzip_static on;
    # brotli_static on;  # with the brotli module
    location ~ \.(?:{FILES})$ {{
        try_files $uri =404;
    }}
    try_files $uri $uri/index.html {base}index.html;
}}
"
    )
}

fn cloudfront_request(base: &str) -> String {
    format!(
        r#"// A function for "viewer request". Let the distribution compress objects.
function handler(event) {{
    const request = event.request;
    if (request.uri.startsWith("{base}") && !/\.(?:{FILES})$/.test(request.uri)) {{
        request.uri = "{base}index.html";
    }}
    return request;
}}
"#
    )
}

fn cloudfront_response(headers: &Headers<'_>) -> String {
    let headers = lines(headers, |name, value| {
        format!("    headers[\"{}\"] = {{ value: \"{value}\" }};\n", name.to_ascii_lowercase())
    });
    format!(
        r#"// A function for "viewer response". Upload the .wasm file with the type application/wasm.
function handler(event) {{
    const response = event.response;
    const headers = response.headers;
{headers}    return response;
}}
"#
    )
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests {
    use super::files;
    use serde_json::Value;

    fn made(base: &str) -> Vec<(&'static str, String)> {
        let policy = settings::content_security_policy(&settings::cloud_origins());
        files(&base.parse().unwrap(), &policy)
    }

    #[test]
    fn every_host_is_told_every_header() {
        let routes_only = ["hosting/netlify/_redirects", "hosting/cloudfront/viewer-request.js"];
        for (name, text) in made("/").into_iter().filter(|(name, _)| !routes_only.contains(name)) {
            for part in [
                "connect-src 'self' https://api.businesscentral.dynamics.com https://login.microsoftonline.com;",
                "frame-ancestors 'none'",
                "same-origin",
                "nosniff",
                "no-cache",
                "no-referrer",
            ] {
                assert!(text.contains(part), "{name} lacks {part}");
            }
        }
    }

    #[test]
    fn nothing_outside_the_base_is_spoken_of() {
        for (name, text) in made("/portal/") {
            assert!(!text.contains("\"/index.html") && !text.contains(" /index.html"), "{name}: {text}");
        }
    }

    #[test]
    fn json_is_json_and_headers_fit_their_line() {
        for (name, text) in made("/portal/") {
            if name.ends_with(".json") {
                assert!(serde_json::from_str::<Value>(&text).is_ok(), "{name}");
            }
            // Cloudflare Pages refuses longer ones.
            assert!(text.lines().all(|line| line.len() < 2000), "{name}");
        }
    }

    #[test]
    fn the_routes_of_a_base() {
        let made = made("/portal/");
        let text = |wanted: &str| {
            made.iter().find(|(name, _)| *name == wanted).map(|(_, text)| text.as_str()).unwrap()
        };
        assert!(text("_headers").starts_with("/portal/*\n  Cache-Control: no-cache\n"));
        assert!(text("hosting/nginx.conf").contains("try_files $uri $uri/index.html /portal/index.html;"));
        assert!(text("hosting/netlify/_redirects").ends_with("/portal/* /portal/index.html 200\n"));
        assert!(text(".htaccess").contains("\nRewriteBase /portal/\n"));
        let azure: Value = serde_json::from_str(text("staticwebapp.config.json")).unwrap();
        assert_eq!(azure["navigationFallback"]["rewrite"], "/portal/index.html");
        let vercel: Value = serde_json::from_str(text("vercel.json")).unwrap();
        assert_eq!(vercel["rewrites"][0]["destination"], "/portal/index.html");
    }
}
