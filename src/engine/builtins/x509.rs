//! `crypto.x509.*`: certificates, requests and keys, with the field names that OPA gives them.

mod fields;
mod verify;

use super::keys::{self, COUNT};
use super::operand::text;
use super::{Builtin, Failed, Outcome, impure, pure};
use crate::engine::value::from_json;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use fields::{Alternatives, certificate, key_algorithm, list, name, signature_algorithm};
use regorus::Value;
use rsa::traits::{PrivateKeyParts as _, PublicKeyParts as _};
use serde_json::{Value as Json, json};
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::extensions::ParsedExtension;
use x509_parser::pem::Pem;
use x509_parser::prelude::{FromDer, X509Certificate};

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("crypto.parse_private_keys", 1, |_, values| parse_private_keys(values)),
    impure("crypto.x509.parse_and_verify_certificates", 1, verify::verify),
    impure("crypto.x509.parse_and_verify_certificates_with_options", 2, verify::verify_with_options),
    pure("crypto.x509.parse_certificate_request", 1, |_, values| parse_request(values)),
    pure("crypto.x509.parse_certificates", 1, |_, values| parse_certificates(values)),
    pure("crypto.x509.parse_keypair", 2, |_, values| parse_keypair(values)),
    pure("crypto.x509.parse_rsa_private_key", 1, |_, values| parse_rsa_private_key(values)),
];

/// The DER of each certificate in a text: PEM, or base64 of PEM or of DER.
fn certificates(text: &str) -> Result<Vec<Vec<u8>>, Failed> {
    keys::bounded(text)?;
    let decoded;
    let bytes = if text.trim_start().starts_with("-----BEGIN") {
        text.as_bytes()
    } else {
        decoded = keys::decoded(text).ok_or_else(|| Failed::error("the certificates are not base64"))?;
        &decoded
    };
    let mut found = Vec::new();
    if bytes.trim_ascii_start().starts_with(b"-----BEGIN") {
        for pem in Pem::iter_from_buffer(bytes).take(COUNT + 1) {
            let pem = pem.map_err(|_| Failed::error("malformed PEM"))?;
            if pem.label == "CERTIFICATE" {
                found.push(pem.contents);
            }
        }
    } else {
        let mut rest = bytes;
        while !rest.is_empty() && found.len() <= COUNT {
            let (behind, _) =
                X509Certificate::from_der(rest).map_err(|_| Failed::error("malformed certificate"))?;
            found.push(rest[..rest.len() - behind.len()].to_vec());
            rest = behind;
        }
    }
    if found.len() > COUNT {
        return Err(Failed::limit(
            format!("more than the limit of {COUNT} certificates at once"),
            format!("一次读取的证书超过上限 {COUNT} 个"),
        ));
    }
    Ok(found)
}

fn parsed(ders: &[Vec<u8>]) -> Result<Vec<X509Certificate<'_>>, Failed> {
    let read = |der| X509Certificate::from_der(der).map(|(_, read)| read);
    ders.iter().map(|der| read(der).map_err(|_| Failed::error("malformed certificate"))).collect()
}

/// `crypto.x509.parse_certificates(text)`.
pub fn parse_certificates(values: &[Value]) -> Outcome {
    let ders = certificates(text(values, 0)?)?;
    let found: Vec<Value> =
        parsed(&ders)?.iter().zip(&ders).map(|(read, der)| certificate(read, der)).collect();
    Ok(found.into())
}

/// `crypto.x509.parse_certificate_request(text)`: PEM, or base64 of PEM or of DER.
pub fn parse_request(values: &[Value]) -> Outcome {
    let text = text(values, 0)?;
    keys::bounded(text)?;
    let mut bytes = match text.trim_start().starts_with("-----BEGIN") {
        true => text.as_bytes().to_vec(),
        false => keys::decoded(text).ok_or_else(|| Failed::error("the request is not base64"))?,
    };
    if bytes.trim_ascii_start().starts_with(b"-----BEGIN") {
        let pem = Pem::iter_from_buffer(&bytes).next();
        let Some(Ok(pem)) = pem else { return Err(Failed::error("malformed PEM")) };
        bytes = pem.contents;
    }
    let (_, request) = X509CertificationRequest::from_der(&bytes)
        .map_err(|_| Failed::error("malformed certificate request"))?;
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
pub fn parse_rsa_private_key(values: &[Value]) -> Outcome {
    Ok(from_json(rsa_key(text(values, 0)?)?))
}

fn rsa_key(text: &str) -> Result<Json, Failed> {
    let decoded = keys::decoded(text).and_then(|bytes| String::from_utf8(bytes).ok());
    let key = keys::rsa_private_of_pem(decoded.as_deref().unwrap_or(text))?
        .ok_or_else(|| Failed::error("there is no RSA key in the text"))?;
    let number = |number: &rsa::BoxedUint| BASE64URL_NOPAD.encode(&number.to_be_bytes_trimmed_vartime());
    let [p, q, ..] = key.primes() else { return Err(Failed::error("the key has fewer than two primes")) };
    let (Some(dp), Some(dq), Some(qi)) = (key.dp(), key.dq(), key.crt_coefficient()) else {
        return Err(Failed::error("the key is incomplete"));
    };
    Ok(json!({
        "kty": "RSA", "n": number(key.n().as_ref()), "e": number(key.e()), "d": number(key.d()),
        "p": number(p), "q": number(q), "dp": number(dp), "dq": number(dq), "qi": number(&qi),
    }))
}

/// `crypto.parse_private_keys(text)`: the RSA keys of a text, as JSON Web Keys; `null` for an empty one.
pub fn parse_private_keys(values: &[Value]) -> Outcome {
    let text = text(values, 0)?;
    if text.is_empty() {
        return Ok(Value::Null);
    }
    match rsa_key(text) {
        Err(limit @ Failed::Limit(_)) => Err(limit),
        key => Ok(from_json(key.into_iter().collect::<Vec<Json>>().into())),
    }
}

/// `crypto.x509.parse_keypair(certificate, key)`: the certificates, and the key where it is one of RSA.
pub fn parse_keypair(values: &[Value]) -> Outcome {
    let ders = certificates(text(values, 0)?)?;
    let key = rsa_key(text(values, 1)?)?;
    let encoded: Vec<String> = ders.iter().map(|der| BASE64.encode(der)).collect();
    Ok(from_json(json!({"Certificate": encoded, "PrivateKey": key})))
}
