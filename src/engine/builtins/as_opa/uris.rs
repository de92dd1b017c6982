//! References of URIs.

use super::assert_table;

/// References, and what they are made of.
const URIS: &[(&str, &str, &str)] = &[
    (
        "uri.parse",
        r#""https://u:p@Example.com:8443/a%20b/c;d?q=1&q=2#frag%41""#,
        r#"{"fragment": "fragA", "hostname": "Example.com", "path": "/a b/c;d", "port": "8443", "raw_path": "/a b/c;d", "raw_query": "q=1&q=2", "scheme": "https"}"#,
    ),
    ("uri.parse", r#""""#, "{}"),
    ("uri.parse", r#""mailto:a@b.c""#, r#"{"scheme": "mailto"}"#),
    ("uri.parse", r#""//host/path""#, r#"{"hostname": "host", "path": "/path", "raw_path": "/path"}"#),
    ("uri.parse", r#""/only/path""#, r#"{"path": "/only/path", "raw_path": "/only/path"}"#),
    (
        "uri.parse",
        r#""http://[::1]:80/x""#,
        r#"{"hostname": "::1", "path": "/x", "port": "80", "raw_path": "/x", "scheme": "http"}"#,
    ),
    (
        "uri.parse",
        r#""http://[fe80::1%25en0]:80/x""#,
        r#"{"hostname": "fe80::1%en0", "path": "/x", "port": "80", "raw_path": "/x", "scheme": "http"}"#,
    ),
    ("uri.parse", r#""http://a b/""#, "error"),
    ("uri.parse", r#""http://a/%zz""#, "error"),
    ("uri.parse", r#"":foo""#, "error"),
    ("uri.parse", r#""1http://x""#, "error"),
    ("uri.parse", r#""http://x:abc/""#, "error"),
    (
        "uri.parse",
        r#""http://x:/p""#,
        r#"{"hostname": "x", "path": "/p", "raw_path": "/p", "scheme": "http"}"#,
    ),
    ("uri.parse", r#""http://x?""#, r#"{"hostname": "x", "scheme": "http"}"#),
    ("uri.parse", r#""http://x#""#, r#"{"hostname": "x", "scheme": "http"}"#),
    ("uri.parse", r#""a:b:c""#, r#"{"scheme": "a"}"#),
    ("uri.parse", r#""a/b:c""#, r#"{"path": "a/b:c", "raw_path": "a/b:c"}"#),
    ("uri.parse", r#""http://u@x/""#, r#"{"hostname": "x", "path": "/", "raw_path": "/", "scheme": "http"}"#),
    (
        "uri.parse",
        r#""http://u:@x/""#,
        r#"{"hostname": "x", "path": "/", "raw_path": "/", "scheme": "http"}"#,
    ),
    (
        "uri.parse",
        r#""http://u%3Aq:p%40@x/""#,
        r#"{"hostname": "x", "path": "/", "raw_path": "/", "scheme": "http"}"#,
    ),
    ("uri.parse", r#""urn:isbn:0451450523?q#f""#, r#"{"fragment": "f", "raw_query": "q", "scheme": "urn"}"#),
    (
        "uri.parse",
        r#""HTTP://X/世界?世#界""#,
        r#"{"fragment": "界", "hostname": "X", "path": "/世界", "raw_path": "/世界", "raw_query": "世", "scheme": "http"}"#,
    ),
    ("uri.parse", r#""http://x/a\u0000b""#, "error"),
    ("uri.parse", r#""*""#, r#"{"path": "*", "raw_path": "*"}"#),
    ("uri.parse", r#""http://[::1/x""#, "error"),
    ("uri.parse", r#""http://x%41/""#, "error"),
    (
        "uri.parse",
        r#""http://x%E4%B8%96/""#,
        r#"{"hostname": "x世", "path": "/", "raw_path": "/", "scheme": "http"}"#,
    ),
    ("uri.parse", r#""foo:*""#, r#"{"scheme": "foo"}"#),
    ("uri.is_valid", r#""http://x""#, "true"),
    ("uri.is_valid", r#""""#, "false"),
    ("uri.is_valid", r#""x y""#, "true"),
    ("uri.is_valid", r#""/a b""#, "true"),
    ("uri.is_valid", r#""http://a b/""#, "false"),
    (
        "uri.parse",
        r#""http://x/a%2Fb""#,
        r#"{"hostname": "x", "path": "/a/b", "raw_path": "/a%2Fb", "scheme": "http"}"#,
    ),
    (
        "uri.parse",
        r#""http://x/a?b%zz""#,
        r#"{"hostname": "x", "path": "/a", "raw_path": "/a", "raw_query": "b%zz", "scheme": "http"}"#,
    ),
    ("uri.parse", r#""http://x/#a%zz""#, "error"),
    ("uri.parse", r#""///p""#, r#"{"path": "///p", "raw_path": "///p"}"#),
    ("uri.parse", r#""http:///p""#, r#"{"path": "/p", "raw_path": "/p", "scheme": "http"}"#),
    ("uri.parse", r#""http:p?q""#, r#"{"raw_query": "q", "scheme": "http"}"#),
    ("uri.parse", r#""http://us er@x/""#, "error"),
    ("uri.parse", r#""http://x\\y/""#, "error"),
    ("uri.parse", r#""http://a[b/""#, "error"),
    ("uri.parse", r#""http://[zz]/""#, "error"),
    ("uri.parse", r#""http://[::1]x/""#, "error"),
    (
        "uri.parse",
        r#""http://a]b/""#,
        r#"{"hostname": "a]b", "path": "/", "raw_path": "/", "scheme": "http"}"#,
    ),
    (
        "uri.parse",
        r#""http://x%25/""#,
        r#"{"hostname": "x%", "path": "/", "raw_path": "/", "scheme": "http"}"#,
    ),
    ("uri.parse", r#""http://[fe80::1%en0]/""#, "error"),
    (
        "uri.parse",
        r#""http://[fe80::1%25e%20n]/""#,
        r#"{"hostname": "fe80::1%e n", "path": "/", "raw_path": "/", "scheme": "http"}"#,
    ),
    (
        "uri.parse",
        r#""x://a:b:80/""#,
        r#"{"hostname": "a:b", "path": "/", "port": "80", "raw_path": "/", "scheme": "x"}"#,
    ),
    (
        "uri.parse",
        r#""http://x/%ff""#,
        r#"{"hostname": "x", "path": "/�", "raw_path": "/%ff", "scheme": "http"}"#,
    ),
    ("uri.parse", r#""http://a%2/""#, "error"),
    ("uri.parse", r#""a%zz/b""#, "error"),
    ("uri.parse", r#""http://x??""#, r#"{"hostname": "x", "raw_query": "?", "scheme": "http"}"#),
    ("uri.parse", r#""http://x/?""#, r#"{"hostname": "x", "path": "/", "raw_path": "/", "scheme": "http"}"#),
    ("uri.parse", r#""http://u%zz@x/""#, "error"),
    ("uri.parse", r#""s+.-1://x""#, r#"{"hostname": "x", "scheme": "s+.-1"}"#),
    ("uri.parse", r#""s_:x""#, "error"),
    ("uri.parse", r#""x?a:b""#, r#"{"path": "x", "raw_path": "x", "raw_query": "a:b"}"#),
    ("uri.parse", r#""http://@x/""#, r#"{"hostname": "x", "path": "/", "raw_path": "/", "scheme": "http"}"#),
    ("uri.parse", r#""http://:80/""#, r#"{"path": "/", "port": "80", "raw_path": "/", "scheme": "http"}"#),
    ("uri.parse", r#""http://x:80""#, r#"{"hostname": "x", "port": "80", "scheme": "http"}"#),
    (
        "uri.parse",
        r#""http://[::1]:/""#,
        r#"{"hostname": "::1", "path": "/", "raw_path": "/", "scheme": "http"}"#,
    ),
    ("uri.parse", r##""#a#b""##, r#"{"fragment": "a#b"}"#),
    ("uri.parse", r#""\u007f""#, "error"),
    (
        "uri.parse",
        r#""http://x<y>\"/""#,
        r#"{"hostname": "x<y>\"", "path": "/", "raw_path": "/", "scheme": "http"}"#,
    ),
    (
        "uri.parse",
        r#""http://1.2.3.4:99999/""#,
        r#"{"hostname": "1.2.3.4", "path": "/", "port": "99999", "raw_path": "/", "scheme": "http"}"#,
    ),
    (
        "uri.parse",
        r#""http://x/a!b%21""#,
        r#"{"hostname": "x", "path": "/a!b!", "raw_path": "/a!b%21", "scheme": "http"}"#,
    ),
    (
        "uri.parse",
        r#""http://x/%41""#,
        r#"{"hostname": "x", "path": "/A", "raw_path": "/%41", "scheme": "http"}"#,
    ),
];

#[test]
fn references_of_uris() {
    assert_table(URIS);
}
