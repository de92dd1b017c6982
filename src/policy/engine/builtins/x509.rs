//! `crypto.x509.*`: certificates, requests and keys, with the field names that OPA gives them.

use super::keys::{self, Algorithm, COUNT, PublicKey, Scheme};
use super::text;
use crate::policy::engine::guard;
use crate::policy::engine::value::{from_json, to_json};
use anyhow::anyhow;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use regorus::Value;
use rsa::traits::{PrivateKeyParts as _, PublicKeyParts as _};
use serde_json::{Value as Json, json};
use std::net::IpAddr;
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::oid_registry::Oid;
use x509_parser::pem::Pem;
use x509_parser::prelude::{FromDer, X509Certificate, X509Extension, X509Name};
use x509_parser::time::ASN1Time;

/// The DER of each certificate in a text: PEM, or base64 of PEM or of DER.
fn certificates(text: &str) -> anyhow::Result<Vec<Vec<u8>>> {
    keys::bounded(text)?;
    let decoded;
    let bytes = if text.trim_start().starts_with("-----BEGIN") {
        text.as_bytes()
    } else {
        decoded = keys::decoded(text).ok_or_else(|| anyhow!("the certificates are not base64"))?;
        &decoded
    };
    let mut found = Vec::new();
    if bytes.trim_ascii_start().starts_with(b"-----BEGIN") {
        for pem in Pem::iter_from_buffer(bytes).take(COUNT + 1) {
            let pem = pem.map_err(|_| anyhow!("malformed PEM"))?;
            if pem.label == "CERTIFICATE" {
                found.push(pem.contents);
            }
        }
    } else {
        let mut rest = bytes;
        while !rest.is_empty() && found.len() <= COUNT {
            let (behind, _) =
                X509Certificate::from_der(rest).map_err(|_| anyhow!("malformed certificate"))?;
            found.push(rest[..rest.len() - behind.len()].to_vec());
            rest = behind;
        }
    }
    if found.is_empty() || found.len() > COUNT {
        return Err(anyhow!("between 1 and {COUNT} certificates are read at once"));
    }
    Ok(found)
}

fn parsed(ders: &[Vec<u8>]) -> anyhow::Result<Vec<X509Certificate<'_>>> {
    let read = |der| X509Certificate::from_der(der).map(|(_, read)| read);
    ders.iter().map(|der| read(der).map_err(|_| anyhow!("malformed certificate"))).collect()
}

/// `crypto.x509.parse_certificates(text)`.
pub fn parse_certificates(values: &[Value]) -> anyhow::Result<Value> {
    let ders = certificates(text(values, 0)?)?;
    let found: Vec<Json> =
        parsed(&ders)?.iter().zip(&ders).map(|(read, der)| certificate(read, der)).collect();
    Ok(from_json(found.into()))
}

/// What certificates are verified against.
struct Demands {
    seconds: i64,
    name: Option<String>,
    usages: Vec<String>,
}

/// `crypto.x509.parse_and_verify_certificates(text)`: roots first, the leaf last. Whether the leaf leads to the
/// first one, and the way there.
pub fn verify(values: &[Value]) -> anyhow::Result<Value> {
    let seconds = guard::now() / 1_000_000_000;
    chain(values, &Demands { seconds, name: None, usages: vec!["KeyUsageServerAuth".to_owned()] })
}

/// `crypto.x509.parse_and_verify_certificates_with_options(text, options)`.
pub fn verify_with_options(values: &[Value]) -> anyhow::Result<Value> {
    let Some(Json::Object(options)) = values.get(1).map(to_json) else {
        return Err(anyhow!("the options must be an object"));
    };
    let mut demands = Demands {
        seconds: guard::now() / 1_000_000_000,
        name: None,
        usages: vec!["KeyUsageServerAuth".to_owned()],
    };
    for (name, value) in options {
        match name.as_str() {
            "CurrentTime" => {
                let nanoseconds = value.as_f64().ok_or_else(|| anyhow!("CurrentTime must be a number"))?;
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
            other => return Err(anyhow!("unknown option {other}")),
        }
    }
    chain(values, &demands)
}

fn chain(values: &[Value], demands: &Demands) -> anyhow::Result<Value> {
    let ders = certificates(text(values, 0)?)?;
    let read = parsed(&ders)?;
    if read.len() < 2 {
        return Err(anyhow!("at least a root and a leaf are needed"));
    }
    let failed = || Ok(from_json(json!([false, []])));
    let leaf = read.len() - 1;
    let named = demands.name.as_ref().is_none_or(|name| answers(&read[leaf], name));
    if !named || !usable(&read[leaf], &demands.usages) {
        return failed();
    }
    match way(&read, leaf, demands.seconds) {
        Some(way) => {
            let certificates: Vec<Json> = way.iter().map(|&at| certificate(&read[at], &ders[at])).collect();
            Ok(from_json(json!([true, certificates])))
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
    let Some(key) = PublicKey::from_info(issuer.public_key()) else { return false };
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

/// OPA's number of a signature algorithm, and how it is checked.
fn signature_algorithm(oid: &Oid<'_>) -> Option<(u8, Algorithm)> {
    let (number, scheme, bits) = match oid.to_id_string().as_str() {
        "1.2.840.113549.1.1.5" => (3, Scheme::Rs, 160),
        "1.2.840.113549.1.1.11" => (4, Scheme::Rs, 256),
        "1.2.840.113549.1.1.12" => (5, Scheme::Rs, 384),
        "1.2.840.113549.1.1.13" => (6, Scheme::Rs, 512),
        "1.2.840.10045.4.3.2" => (10, Scheme::Es, 256),
        "1.2.840.10045.4.3.3" => (11, Scheme::Es, 384),
        "1.2.840.10045.4.3.4" => (12, Scheme::Es, 512),
        "1.3.101.112" => (16, Scheme::Ed, 512),
        _ => return None,
    };
    Some((number, Algorithm { scheme, bits }))
}

fn key_algorithm(oid: &Oid<'_>) -> u8 {
    match oid.to_id_string().as_str() {
        "1.2.840.113549.1.1.1" => 1,
        "1.2.840.10040.4.1" => 2,
        "1.2.840.10045.2.1" => 3,
        "1.3.101.112" => 4,
        _ => 0,
    }
}

/// Names of the subject besides its own.
#[derive(Default)]
struct Alternatives {
    dns: Vec<String>,
    addresses: Vec<String>,
    emails: Vec<String>,
    addresses_of_resources: Vec<String>,
}

impl Alternatives {
    fn read(names: &[GeneralName<'_>]) -> Self {
        let mut found = Alternatives::default();
        for name in names {
            match name {
                GeneralName::DNSName(name) => found.dns.push((*name).to_owned()),
                GeneralName::RFC822Name(name) => found.emails.push((*name).to_owned()),
                GeneralName::URI(name) => found.addresses_of_resources.push((*name).to_owned()),
                GeneralName::IPAddress(bytes) => {
                    let four = <[u8; 4]>::try_from(*bytes).map(IpAddr::from);
                    let address = four.or_else(|_| <[u8; 16]>::try_from(*bytes).map(IpAddr::from));
                    found.addresses.extend(address.map(|address| address.to_string()));
                }
                _ => {}
            }
        }
        found
    }
}

fn alternatives(read: &X509Certificate<'_>) -> Alternatives {
    let names = read.subject_alternative_name().ok().flatten();
    names.map_or_else(Alternatives::default, |found| Alternatives::read(&found.value.general_names))
}

/// A list as OPA has it: `null` for none.
fn list(items: Vec<String>) -> Json {
    if items.is_empty() { Json::Null } else { items.into() }
}

/// A name by its parts.
fn name(read: &X509Name<'_>) -> Json {
    let of = |oid: &str| -> Vec<String> {
        let all = read.iter_attributes().filter(|part| part.attr_type().to_id_string() == oid);
        all.filter_map(|part| part.as_str().ok().map(str::to_owned)).collect()
    };
    let one = |oid: &str| of(oid).pop().unwrap_or_default();
    let names: Vec<Json> = read
        .iter_attributes()
        .map(|part| {
            let kind: Vec<u64> = part.attr_type().iter().into_iter().flatten().collect();
            json!({"Type": kind, "Value": part.as_str().unwrap_or_default()})
        })
        .collect();
    json!({
        "CommonName": one("2.5.4.3"), "SerialNumber": one("2.5.4.5"),
        "Country": list(of("2.5.4.6")), "Locality": list(of("2.5.4.7")), "Province": list(of("2.5.4.8")),
        "StreetAddress": list(of("2.5.4.9")), "Organization": list(of("2.5.4.10")),
        "OrganizationalUnit": list(of("2.5.4.11")), "PostalCode": list(of("2.5.4.17")),
        "Names": names, "ExtraNames": null,
    })
}

fn date(time: ASN1Time) -> String {
    let instant = chrono::DateTime::from_timestamp(time.timestamp(), 0).unwrap_or_default();
    instant.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// Values of the extensions that policies ask for.
fn extensions(read: &[X509Extension<'_>]) -> serde_json::Map<String, Json> {
    let mut found = serde_json::Map::new();
    let (mut lists, mut ocsp, mut issuers) = (Vec::new(), Vec::new(), Vec::new());
    for extension in read {
        match extension.parsed_extension() {
            ParsedExtension::SubjectKeyIdentifier(id) => {
                found.insert("SubjectKeyId".to_owned(), BASE64.encode(id.0).into());
            }
            ParsedExtension::AuthorityKeyIdentifier(id) => {
                let id = id.key_identifier.as_ref().map(|id| BASE64.encode(id.0));
                found.insert("AuthorityKeyId".to_owned(), id.into());
            }
            ParsedExtension::KeyUsage(usage) => drop(found.insert("KeyUsage".to_owned(), usage.flags.into())),
            ParsedExtension::CertificatePolicies(policies) => {
                let ids =
                    policies.iter().map(|policy| policy.policy_id.iter().into_iter().flatten().collect());
                found.insert("PolicyIdentifiers".to_owned(), ids.collect::<Vec<Vec<u64>>>().into());
            }
            ParsedExtension::CRLDistributionPoints(points) => {
                for point in points.iter().filter_map(|point| point.distribution_point.as_ref()) {
                    if let x509_parser::extensions::DistributionPointName::FullName(names) = point {
                        lists.extend(Alternatives::read(names).addresses_of_resources);
                    }
                }
            }
            ParsedExtension::AuthorityInfoAccess(access) => {
                for entry in access.iter() {
                    let place = Alternatives::read(std::slice::from_ref(&entry.access_location));
                    match entry.access_method.to_id_string().as_str() {
                        "1.3.6.1.5.5.7.48.1" => ocsp.extend(place.addresses_of_resources),
                        _ => issuers.extend(place.addresses_of_resources),
                    }
                }
            }
            _ => {}
        }
    }
    found.insert("CRLDistributionPoints".to_owned(), list(lists));
    found.insert("OCSPServer".to_owned(), list(ocsp));
    found.insert("IssuingCertificateURL".to_owned(), list(issuers));
    found
}

fn certificate(read: &X509Certificate<'_>, der: &[u8]) -> Json {
    let names = alternatives(read);
    let constraints = read.basic_constraints().ok().flatten().map(|found| found.value);
    let usage = read.extended_key_usage().ok().flatten().map(|found| {
        let usage = found.value;
        let all = [
            (0, usage.any),
            (1, usage.server_auth),
            (2, usage.client_auth),
            (3, usage.code_signing),
            (4, usage.email_protection),
            (8, usage.time_stamping),
            (9, usage.ocsp_signing),
        ];
        all.into_iter().filter(|(_, set)| *set).map(|(number, _)| number).collect::<Vec<u8>>()
    });
    let serial = Value::from_numeric_string(&read.tbs_certificate.serial.to_string());
    let mut fields = json!({
        "Raw": BASE64.encode(der),
        "RawTBSCertificate": BASE64.encode(read.tbs_certificate.as_ref()),
        "RawSubjectPublicKeyInfo": BASE64.encode(read.public_key().raw),
        "RawSubject": BASE64.encode(read.subject().as_raw()),
        "RawIssuer": BASE64.encode(read.issuer().as_raw()),
        "Signature": BASE64.encode(&read.signature_value.data),
        "SignatureAlgorithm": signature_algorithm(&read.signature_algorithm.algorithm).map_or(0, |(number, _)| number),
        "PublicKeyAlgorithm": key_algorithm(&read.public_key().algorithm.algorithm),
        "Version": read.version().0 + 1,
        "SerialNumber": serial.map(|serial| to_json(&serial)).unwrap_or_default(),
        "Subject": name(read.subject()),
        "Issuer": name(read.issuer()),
        "NotBefore": date(read.validity().not_before),
        "NotAfter": date(read.validity().not_after),
        "BasicConstraintsValid": constraints.is_some(),
        "IsCA": constraints.is_some_and(|found| found.ca),
        "MaxPathLen": constraints.and_then(|found| found.path_len_constraint).map_or(-1, i64::from),
        "KeyUsage": 0,
        "ExtKeyUsage": usage,
        "DNSNames": list(names.dns),
        "EmailAddresses": list(names.emails),
        "IPAddresses": list(names.addresses),
        "URIStrings": list(names.addresses_of_resources),
        "SubjectKeyId": null, "AuthorityKeyId": null, "PolicyIdentifiers": null,
    });
    if let Some(fields) = fields.as_object_mut() {
        fields.extend(extensions(read.extensions()));
    }
    fields
}

/// `crypto.x509.parse_certificate_request(text)`: PEM, or base64 of PEM or of DER.
pub fn parse_request(values: &[Value]) -> anyhow::Result<Value> {
    let text = text(values, 0)?;
    keys::bounded(text)?;
    let mut bytes = match text.trim_start().starts_with("-----BEGIN") {
        true => text.as_bytes().to_vec(),
        false => keys::decoded(text).ok_or_else(|| anyhow!("the request is not base64"))?,
    };
    if bytes.trim_ascii_start().starts_with(b"-----BEGIN") {
        let pem = Pem::iter_from_buffer(&bytes).next();
        let Some(Ok(pem)) = pem else { return Err(anyhow!("malformed PEM")) };
        bytes = pem.contents;
    }
    let (_, request) =
        X509CertificationRequest::from_der(&bytes).map_err(|_| anyhow!("malformed certificate request"))?;
    let info = &request.certification_request_info;
    let mut names = Alternatives::default();
    for extension in request.requested_extensions().into_iter().flatten() {
        if let ParsedExtension::SubjectAlternativeName(found) = extension {
            names = Alternatives::read(&found.general_names);
        }
    }
    Ok(from_json(json!({
        "Raw": BASE64.encode(&bytes),
        "RawSubject": BASE64.encode(info.subject.as_raw()),
        "RawSubjectPublicKeyInfo": BASE64.encode(info.subject_pki.raw),
        "Signature": BASE64.encode(&request.signature_value.data),
        "SignatureAlgorithm":
            signature_algorithm(&request.signature_algorithm.algorithm).map_or(0, |(number, _)| number),
        "PublicKeyAlgorithm": key_algorithm(&info.subject_pki.algorithm.algorithm),
        "Version": info.version.0,
        "Subject": name(&info.subject),
        "DNSNames": list(names.dns),
        "EmailAddresses": list(names.emails),
        "IPAddresses": list(names.addresses),
        "URIs": list(names.addresses_of_resources),
    })))
}

/// `crypto.x509.parse_rsa_private_key(text)`: the key as a JSON Web Key.
pub fn parse_rsa_private_key(values: &[Value]) -> anyhow::Result<Value> {
    Ok(from_json(rsa_key(text(values, 0)?)?))
}

fn rsa_key(text: &str) -> anyhow::Result<Json> {
    let decoded = keys::decoded(text).and_then(|bytes| String::from_utf8(bytes).ok());
    let key = keys::rsa_private_of_pem(decoded.as_deref().unwrap_or(text))
        .ok_or_else(|| anyhow!("there is no RSA key in the text"))?;
    let number = |number: &rsa::BoxedUint| BASE64URL_NOPAD.encode(&number.to_be_bytes_trimmed_vartime());
    let [p, q, ..] = key.primes() else { return Err(anyhow!("the key has fewer than two primes")) };
    let (Some(dp), Some(dq), Some(qi)) = (key.dp(), key.dq(), key.crt_coefficient()) else {
        return Err(anyhow!("the key is incomplete"));
    };
    Ok(json!({
        "kty": "RSA", "n": number(key.n().as_ref()), "e": number(key.e()), "d": number(key.d()),
        "p": number(p), "q": number(q), "dp": number(dp), "dq": number(dq), "qi": number(&qi),
    }))
}

/// `crypto.parse_private_keys(text)`: the RSA keys of a text, as JSON Web Keys; `null` for an empty one.
pub fn parse_private_keys(values: &[Value]) -> anyhow::Result<Value> {
    let text = text(values, 0)?;
    if text.is_empty() {
        return Ok(Value::Null);
    }
    Ok(from_json(rsa_key(text).into_iter().collect::<Vec<Json>>().into()))
}

/// `crypto.x509.parse_keypair(certificate, key)`: the certificates, and the key where it is one of RSA.
pub fn parse_keypair(values: &[Value]) -> anyhow::Result<Value> {
    let ders = certificates(text(values, 0)?)?;
    let key = rsa_key(text(values, 1)?)?;
    let encoded: Vec<String> = ders.iter().map(|der| BASE64.encode(der)).collect();
    Ok(from_json(json!({"Certificate": encoded, "PrivateKey": key})))
}
