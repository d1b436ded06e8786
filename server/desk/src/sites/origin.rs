//! Origins of pages that may carry the widget: compared exactly, never by a part.

use std::fmt;

use model::fault::Invalid;

/// Scheme, host and port, as a browser writes them. Plain http only for this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// Reads what an owner typed: an origin, a whole address of which only the origin is kept, or a name such as
    /// `shop.example`, which is meant as `https`. International names are kept as browsers send them, in ASCII.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let wrong = Invalid::OriginWrong;
        let mut text = text.trim().to_lowercase();
        if !text.contains("://") && text.contains('.') && !text.starts_with("127.") {
            text.insert_str(0, "https://");
        }
        let (scheme, rest) = text.split_once("://").ok_or(wrong)?;
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) => (host, Some(port.parse::<u16>().map_err(|_| wrong)?)),
            None => (authority, None),
        };
        let host = &*idna::domain_to_ascii(host).map_err(|_| wrong)?;
        let is_label = |label: &str| {
            !label.is_empty() && label.len() <= 63 && label.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
        };
        if host.len() > 253 || !host.split('.').all(is_label) {
            return Err(wrong);
        }
        let is_local = host == "localhost" || host == "127.0.0.1";
        let default = match scheme {
            "https" => 443,
            "http" if is_local => 80,
            _ => return Err(wrong),
        };
        let port = port.filter(|port| *port != default).map(|port| format!(":{port}")).unwrap_or_default();
        Ok(Self(format!("{scheme}://{host}{port}")))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(Origin::parse(text).ok().map(|origin| origin.to_string()).as_deref(), expected, "{text:?}");
        };
        check("https://Shop.Example", Some("https://shop.example"));
        check("https://shop.example:443/kettles?x=1", Some("https://shop.example"));
        check("https://shop.example:8443", Some("https://shop.example:8443"));
        check("http://localhost:8701", Some("http://localhost:8701"));
        check("http://127.0.0.1:8701/", Some("http://127.0.0.1:8701"));
        check("http://shop.example", None);
        check("shop.example", Some("https://shop.example"));
        check(" Shop.Example/kettles ", Some("https://shop.example"));
        check("shop.example:8443", Some("https://shop.example:8443"));
        check("https://bücher.example", Some("https://xn--bcher-kva.example"));
        check("BÜCHER.example", Some("https://xn--bcher-kva.example"));
        check("https://متجر.example", Some("https://xn--pgbep1f.example"));
        check("https://xn--bcher-kva.example", Some("https://xn--bcher-kva.example"));
        check("https://a\u{200b}b..example", None);
        check("shop", None);
        check("javascript:alert(1).example", None);
        check("https://*.example", None);
        check("https://evil.example shop.example", None);
        check("https://shop.example; script-src *", None);
        check("https://user@shop.example", None);
        check("javascript://shop.example", None);
        check("null", None);
        check("", None);
    }
}
