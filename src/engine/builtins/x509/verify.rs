//! Chains of certificates.

use super::fields::{alternatives, certificate, signature_algorithm};
use super::{certificates, parsed};
use crate::engine::builtins::keys::PublicKey;
use crate::engine::builtins::operand::text;
use crate::engine::builtins::show::short;
use crate::engine::builtins::{Failed, Outcome, Scope};
use crate::engine::value::{from_json, to_json};
use regorus::Value;
use serde_json::{Value as Json, json};
use std::net::IpAddr;
use x509_parser::extensions::ParsedExtension;
use x509_parser::prelude::X509Certificate;
use x509_parser::time::ASN1Time;

/// What certificates are verified against.
struct Demands {
    seconds: i64,
    name: Option<String>,
    usages: Vec<String>,
}

/// `crypto.x509.parse_and_verify_certificates(text)`: roots first, the leaf last. Whether the leaf leads to the
/// first one, and the way there.
pub fn verify(scope: &mut Scope, values: &[Value]) -> Outcome {
    let seconds = scope.now_ns() / 1_000_000_000;
    chain(values, &Demands { seconds, name: None, usages: vec!["KeyUsageServerAuth".to_owned()] })
}

/// `crypto.x509.parse_and_verify_certificates_with_options(text, options)`.
pub fn verify_with_options(scope: &mut Scope, values: &[Value]) -> Outcome {
    let Some(Json::Object(options)) = values.get(1).map(to_json) else {
        return Err(Failed::error("the options must be an object"));
    };
    let mut demands = Demands {
        seconds: scope.now_ns() / 1_000_000_000,
        name: None,
        usages: vec!["KeyUsageServerAuth".to_owned()],
    };
    for (name, value) in options {
        match name.as_str() {
            "CurrentTime" => {
                let nanoseconds =
                    value.as_f64().ok_or_else(|| Failed::error("CurrentTime must be a number"))?;
                #[allow(clippy::cast_possible_truncation)] // seconds of a date
                let seconds = (nanoseconds / 1e9) as i64;
                demands.seconds = seconds;
            }
            "DNSName" => demands.name = value.as_str().map(str::to_ascii_lowercase),
            "KeyUsages" => {
                let usages = value.as_array().into_iter().flatten().filter_map(Json::as_str);
                demands.usages = usages.map(str::to_owned).collect();
            }
            // No names are constrained here, so there is nothing to count.
            "MaxConstraintComparisons" => {}
            other => return Err(Failed::error(format!("unknown option {}", short(other)))),
        }
    }
    chain(values, &demands)
}

fn chain(values: &[Value], demands: &Demands) -> Outcome {
    let failed = || Ok(from_json(json!([false, []])));
    let ders = match certificates(text(values, 0)?) {
        Err(Failed::Error(_)) => return failed(),
        ders => ders?,
    };
    let Ok(read) = parsed(&ders) else { return failed() };
    if read.len() < 2 {
        return failed();
    }
    // A key beyond the limit is no key that did not sign.
    read.iter().try_for_each(|read| PublicKey::from_info(read.public_key()).map(|_| ()))?;
    let leaf = read.len() - 1;
    let named = demands.name.as_ref().is_none_or(|name| answers(&read[leaf], name));
    if !named || !usable(&read[leaf], &demands.usages) {
        return failed();
    }
    match way(&read, leaf, demands.seconds) {
        Some(way) => {
            let certificates: Vec<Value> = way.iter().map(|&at| certificate(&read[at], &ders[at])).collect();
            Ok(vec![Value::Bool(true), certificates.into()].into())
        }
        None => failed(),
    }
}

/// The way from a leaf to the root, which is the first certificate; each certificate is used once.
fn way(read: &[X509Certificate<'_>], leaf: usize, seconds: i64) -> Option<Vec<usize>> {
    let time = ASN1Time::from_timestamp(seconds).ok()?;
    let valid = |at: usize| read[at].validity().is_valid_at(time) && !critical_unknown(&read[at]);
    let mut way = vec![leaf];
    if !valid(leaf) {
        return None;
    }
    loop {
        let last = *way.last()?;
        if last == 0 {
            return Some(way);
        }
        let issues = |&at: &usize| {
            at != last && !way.contains(&at) && valid(at) && issued(&read[at], &read[last], way.len() - 1)
        };
        let next = (0..read.len() - 1).find(issues)?;
        way.push(next);
    }
}

/// True if a certificate signed another, and may have.
fn issued(issuer: &X509Certificate<'_>, subject: &X509Certificate<'_>, below: usize) -> bool {
    let constraints = issuer.basic_constraints().ok().flatten().map(|found| found.value);
    let authority = constraints
        .is_some_and(|found| found.ca && found.path_len_constraint.is_none_or(|most| below <= most as usize));
    let signs = issuer.key_usage().ok().flatten().is_none_or(|usage| usage.value.key_cert_sign());
    issuer.subject() == subject.issuer() && authority && signs && signed(issuer, subject)
}

fn signed(issuer: &X509Certificate<'_>, subject: &X509Certificate<'_>) -> bool {
    let Ok(Some(key)) = PublicKey::from_info(issuer.public_key()) else { return false };
    let Some((_, algorithm)) = signature_algorithm(&subject.signature_algorithm.algorithm) else {
        return false;
    };
    key.verifies(algorithm, subject.tbs_certificate.as_ref(), &subject.signature_value.data, true)
}

/// True for a certificate that demands to be understood and is not.
fn critical_unknown(read: &X509Certificate<'_>) -> bool {
    read.extensions().iter().any(|extension| {
        let known = matches!(
            extension.parsed_extension(),
            ParsedExtension::BasicConstraints(_)
                | ParsedExtension::KeyUsage(_)
                | ParsedExtension::ExtendedKeyUsage(_)
                | ParsedExtension::SubjectAlternativeName(_)
                | ParsedExtension::CertificatePolicies(_)
        );
        extension.critical && !known
    })
}

/// True if a leaf is for a host.
fn answers(leaf: &X509Certificate<'_>, host: &str) -> bool {
    let names = alternatives(leaf);
    if let Ok(address) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
        return names.addresses.contains(&address.to_string());
    }
    names.dns.iter().any(|pattern| {
        let pattern = pattern.to_ascii_lowercase();
        match pattern.strip_prefix("*.") {
            Some(domain) => host.split_once('.').is_some_and(|(_, rest)| rest == domain),
            None => pattern == host,
        }
    })
}

fn usable(leaf: &X509Certificate<'_>, demanded: &[String]) -> bool {
    let Ok(Some(found)) = leaf.extended_key_usage() else { return true };
    let usage = found.value;
    usage.any
        || demanded.iter().any(|demanded| match demanded.trim_start_matches("Ext") {
            "KeyUsageAny" => true,
            "KeyUsageServerAuth" => usage.server_auth,
            "KeyUsageClientAuth" => usage.client_auth,
            "KeyUsageCodeSigning" => usage.code_signing,
            "KeyUsageEmailProtection" => usage.email_protection,
            "KeyUsageTimeStamping" => usage.time_stamping,
            "KeyUsageOCSPSigning" => usage.ocsp_signing,
            _ => false,
        })
}
