//! What OPA tells of a certificate.

use crate::engine::builtins::keys::{Algorithm, Scheme};
use crate::engine::value::from_json;
use data_encoding::BASE64;
use regorus::Value;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::net::IpAddr;
use x509_parser::der_parser::num_bigint::BigUint;
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::oid_registry::Oid;
use x509_parser::prelude::{X509Certificate, X509Extension, X509Name};
use x509_parser::public_key::PublicKey;
use x509_parser::time::ASN1Time;

/// OPA's number of a signature algorithm, and how it is checked.
pub fn signature_algorithm(oid: &Oid<'_>) -> Option<(u8, Algorithm)> {
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

/// OPA's number of a key's algorithm.
pub fn key_algorithm(oid: &Oid<'_>) -> u8 {
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
pub struct Alternatives {
    /// Hosts.
    pub dns: Vec<String>,
    /// Addresses of the network.
    pub addresses: Vec<String>,
    /// Addresses of electronic mail.
    pub emails: Vec<String>,
    /// Addresses of resources.
    pub addresses_of_resources: Vec<String>,
}

impl Alternatives {
    /// From the names of an extension.
    pub fn read(names: &[GeneralName<'_>]) -> Self {
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

/// Names of a certificate's subject besides its own.
pub fn alternatives(read: &X509Certificate<'_>) -> Alternatives {
    let names = read.subject_alternative_name().ok().flatten();
    names.map_or_else(Alternatives::default, |found| Alternatives::read(&found.value.general_names))
}

/// A list as OPA has it: `null` for none.
pub fn list(items: Vec<String>) -> Json {
    if items.is_empty() { Json::Null } else { items.into() }
}

/// A name by its parts.
pub fn name(read: &X509Name<'_>) -> Json {
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
        "Names": if names.is_empty() { Json::Null } else { names.into() }, "ExtraNames": null,
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
    found.insert("Extensions".to_owned(), raw(read));
    found.insert("PermittedDNSDomainsCritical".to_owned(), false.into());
    found.insert("CRLDistributionPoints".to_owned(), list(lists));
    found.insert("OCSPServer".to_owned(), list(ocsp));
    found.insert("IssuingCertificateURL".to_owned(), list(issuers));
    found
}

/// A certificate by OPA's fields.
pub fn certificate(read: &X509Certificate<'_>, der: &[u8]) -> Value {
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
        "Subject": name(read.subject()),
        "Issuer": name(read.issuer()),
        "NotBefore": date(read.validity().not_before),
        "NotAfter": date(read.validity().not_after),
        "BasicConstraintsValid": constraints.is_some(),
        "IsCA": constraints.is_some_and(|found| found.ca),
        "MaxPathLen": constraints.map_or(0, |found| found.path_len_constraint.map_or(-1, i64::from)),
        "MaxPathLenZero": constraints.is_some_and(|found| found.path_len_constraint == Some(0)),
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
        fields.extend(UNREAD.iter().map(|name| ((*name).to_owned(), Json::Null)));
        fields.extend(CONSTRAINTS.iter().map(|name| ((*name).to_owned(), json!(0))));
        fields.extend(CONSTRAINTS.iter().map(|name| (format!("{name}Zero"), json!(false))));
    }
    let mut fields = from_json(fields);
    if let Ok(known) = fields.as_object_mut() {
        known.insert(Value::from("SerialNumber"), number(&read.tbs_certificate.serial.to_string()));
        known.insert(Value::from("PublicKey"), public_key(read));
    }
    fields
}

/// Fields of Go's certificates that are `null` here.
const UNREAD: [&str; 13] = [
    "ExcludedDNSDomains",
    "ExcludedEmailAddresses",
    "ExcludedIPRanges",
    "ExcludedURIDomains",
    "ExtraExtensions",
    "PermittedDNSDomains",
    "PermittedEmailAddresses",
    "PermittedIPRanges",
    "PermittedURIDomains",
    "Policies",
    "PolicyMappings",
    "UnhandledCriticalExtensions",
    "UnknownExtKeyUsage",
];

/// Fields about policies of a way of certificates, each of which has one more for zero.
const CONSTRAINTS: [&str; 3] = ["InhibitAnyPolicy", "InhibitPolicyMapping", "RequireExplicitPolicy"];

/// Every extension as it is.
fn raw(read: &[X509Extension<'_>]) -> Json {
    let raw = |extension: &X509Extension<'_>| {
        let id: Vec<u64> = extension.oid.iter().into_iter().flatten().collect();
        json!({"Id": id, "Critical": extension.critical, "Value": BASE64.encode(extension.value)})
    };
    if read.is_empty() { Json::Null } else { read.iter().map(raw).collect() }
}

/// A number of any length.
fn number(decimal: &str) -> Value {
    Value::from_numeric_string(decimal).unwrap_or(Value::Null)
}

/// The parts of the subject's key.
fn public_key(read: &X509Certificate<'_>) -> Value {
    let integer = |bytes: &[u8]| number(&BigUint::from_bytes_be(bytes).to_string());
    let object = |parts: Vec<(&str, Value)>| {
        let parts: BTreeMap<Value, Value> =
            parts.into_iter().map(|(name, part)| (Value::from(name), part)).collect();
        Value::from(parts)
    };
    match read.public_key().parsed() {
        Ok(PublicKey::RSA(key)) => object(vec![("N", integer(key.modulus)), ("E", integer(key.exponent))]),
        Ok(PublicKey::EC(point)) => match point.data().split_first() {
            // An uncompressed point: both coordinates, one after the other.
            Some((4, both)) => {
                let (x, y) = both.split_at(both.len() / 2);
                object(vec![("Curve", Value::new_object()), ("X", integer(x)), ("Y", integer(y))])
            }
            _ => Value::Null,
        },
        Ok(PublicKey::Unknown(bytes)) => Value::from(BASE64.encode(bytes)),
        _ => Value::Null,
    }
}
