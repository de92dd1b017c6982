//! Keys: from certificates, PEM and JSON Web Keys, and signatures made and checked with them.

use super::Failed;
use super::crypto::code;
use ed25519_dalek::{Signer as _, Verifier as _};
use rsa::pkcs1::{DecodeRsaPrivateKey as _, DecodeRsaPublicKey as _};
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::signature::SignatureEncoding as _;
use rsa::{BoxedUint, PrivateKey as RsaPrivateKey, PublicKey as RsaPublicKey};
use serde_json::Value;
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};
use x509_parser::pem::Pem;
use x509_parser::prelude::{FromDer, SubjectPublicKeyInfo, X509Certificate};

/// Longest text of keys or certificates, in bytes.
pub const LENGTH: usize = 1 << 20;
/// Most keys or certificates of one text.
pub const COUNT: usize = 100;
/// Longest RSA key, in bits: the time to use one grows with its cube.
const RSA_BITS: usize = 8192;

/// How a signature is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// A code under a shared secret.
    Hs,
    /// RSA, PKCS #1 version 1.5.
    Rs,
    /// RSA, PSS.
    Ps,
    /// Elliptic curves, as two numbers one behind the other.
    Es,
    /// Ed25519.
    Ed,
}

/// An algorithm of a token: a scheme and the bits of its digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Algorithm {
    /// The scheme.
    pub scheme: Scheme,
    /// 256, 384 or 512; 160 for SHA-1, which certificates may still have.
    pub bits: u16,
}

impl Algorithm {
    /// From its name in a token, such as `RS256`.
    pub fn named(name: &str) -> Option<Algorithm> {
        if name == "EdDSA" {
            return Some(Algorithm { scheme: Scheme::Ed, bits: 512 });
        }
        let (scheme, bits) = name.split_at_checked(2)?;
        let scheme = match scheme {
            "HS" => Scheme::Hs,
            "RS" => Scheme::Rs,
            "PS" => Scheme::Ps,
            "ES" => Scheme::Es,
            _ => return None,
        };
        let bits = bits.parse().ok().filter(|bits| [256, 384, 512].contains(bits))?;
        Some(Algorithm { scheme, bits })
    }
}

/// The code of a message under a secret.
pub fn secret_code(bits: u16, message: &[u8], secret: &[u8]) -> Result<Vec<u8>, Failed> {
    match bits {
        256 => code::<Sha256>(message, secret),
        384 => code::<Sha384>(message, secret),
        _ => code::<Sha512>(message, secret),
    }
}

/// A key that checks signatures.
#[derive(Debug, Clone)]
pub enum PublicKey {
    /// RSA.
    Rsa(RsaPublicKey),
    /// The curve P-256.
    P256(p256::ecdsa::VerifyingKey),
    /// The curve P-384.
    P384(p384::ecdsa::VerifyingKey),
    /// The curve P-521.
    P521(p521::ecdsa::VerifyingKey),
    /// Ed25519.
    Ed25519(ed25519_dalek::VerifyingKey),
}

impl PublicKey {
    /// From the key of a certificate.
    ///
    /// # Errors
    /// It is longer than is allowed.
    pub fn from_info(info: &SubjectPublicKeyInfo<'_>) -> Result<Option<PublicKey>, Failed> {
        let bytes: &[u8] = &info.subject_public_key.data;
        match info.algorithm.algorithm.to_id_string().as_str() {
            "1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.10" => {
                of_length((bytes.len() * 8).saturating_sub(512))?;
                Ok(RsaPublicKey::from_pkcs1_der(bytes).ok().map(PublicKey::Rsa))
            }
            _ => Ok(Self::of_other_info(info)),
        }
    }

    fn of_other_info(info: &SubjectPublicKeyInfo<'_>) -> Option<PublicKey> {
        let bytes: &[u8] = &info.subject_public_key.data;
        match info.algorithm.algorithm.to_id_string().as_str() {
            "1.2.840.10045.2.1" => {
                let curve = info.algorithm.parameters.as_ref()?.as_oid().ok()?.to_id_string();
                Self::on_curve(&curve, bytes)
            }
            "1.3.101.112" => Self::ed25519(bytes),
            _ => None,
        }
    }

    fn on_curve(curve: &str, point: &[u8]) -> Option<PublicKey> {
        match curve {
            "1.2.840.10045.3.1.7" | "P-256" => {
                p256::ecdsa::VerifyingKey::from_sec1_bytes(point).ok().map(PublicKey::P256)
            }
            "1.3.132.0.34" | "P-384" => {
                p384::ecdsa::VerifyingKey::from_sec1_bytes(point).ok().map(PublicKey::P384)
            }
            "1.3.132.0.35" | "P-521" => {
                p521::ecdsa::VerifyingKey::from_sec1_bytes(point).ok().map(PublicKey::P521)
            }
            _ => None,
        }
    }

    fn ed25519(bytes: &[u8]) -> Option<PublicKey> {
        ed25519_dalek::VerifyingKey::from_bytes(bytes.try_into().ok()?).ok().map(PublicKey::Ed25519)
    }

    /// From a JSON Web Key; none for one that is not understood.
    fn from_jwk(key: &Value) -> Result<Option<PublicKey>, Failed> {
        if key.get("kty").and_then(Value::as_str) == Some("RSA") {
            let (Some(modulus), Some(exponent)) = (number(key, "n"), number(key, "e")) else {
                return Ok(None);
            };
            of_length(modulus.bit_width() as usize)?;
            let key = RsaPublicKey::new_with_size_limits(modulus, exponent, 0..=RSA_BITS);
            return Ok(key.ok().map(PublicKey::Rsa));
        }
        Ok(Self::of_curve(key))
    }

    fn of_curve(key: &Value) -> Option<PublicKey> {
        match key.get("kty")?.as_str()? {
            "EC" => {
                let point = [&[4], &*bytes(key, "x")?, &*bytes(key, "y")?].concat();
                Self::on_curve(key.get("crv")?.as_str()?, &point)
            }
            "OKP" => Self::ed25519(&bytes(key, "x")?),
            _ => None,
        }
    }

    /// The keys of a text: a certificate, a public key, both as PEM, a JSON Web Key or a set of them.
    ///
    /// # Errors
    /// The text holds no key that is known.
    pub fn read(text: &str) -> Result<Vec<PublicKey>, Failed> {
        bounded(text)?;
        if text.trim_start().starts_with('{') {
            let json: Value = serde_json::from_str(text)?;
            let Some(keys) = json.get("keys").and_then(Value::as_array) else {
                let key = Self::from_jwk(&json)?;
                return key
                    .map(|key| vec![key])
                    .ok_or_else(|| Failed::error("failed to parse a JWK key (set)"));
            };
            if keys.len() > COUNT {
                return Err(Failed::limit(
                    format!("more than the limit of {COUNT} keys at once"),
                    format!("一次读取的密钥超过上限 {COUNT} 个"),
                ));
            }
            let keys = keys.iter().filter_map(|key| Self::from_jwk(key).transpose());
            return keys.collect();
        }
        let pem = Pem::iter_from_buffer(text.as_bytes()).next();
        let Some(Ok(pem)) = pem else { return Err(Failed::error("there is no key in the text")) };
        let behind = text.split_once("-----END").and_then(|(_, rest)| rest.split_once("-----"));
        if behind.is_some_and(|(_, rest)| !rest.trim().is_empty()) {
            return Err(Failed::error("extra data after a PEM certificate block"));
        }
        let key = match pem.label.as_str() {
            "CERTIFICATE" => match X509Certificate::from_der(&pem.contents) {
                Ok((_, certificate)) => Self::from_info(certificate.public_key())?,
                Err(_) => None,
            },
            "RSA PUBLIC KEY" => {
                of_length((pem.contents.len() * 8).saturating_sub(512))?;
                RsaPublicKey::from_pkcs1_der(&pem.contents).ok().map(PublicKey::Rsa)
            }
            _ => match SubjectPublicKeyInfo::from_der(&pem.contents) {
                Ok((_, info)) => Self::from_info(&info)?,
                Err(_) => None,
            },
        };
        key.map(|key| vec![key]).ok_or_else(|| Failed::error("the key cannot be read"))
    }

    /// True if a signature is of this key. Signatures of curves are two numbers, or DER in certificates.
    pub fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8], der: bool) -> bool {
        match (self, algorithm.scheme) {
            (PublicKey::Rsa(key), Scheme::Rs | Scheme::Ps) => {
                rsa_verifies(key, algorithm, message, signature)
            }
            (PublicKey::P256(key), Scheme::Es) => {
                let signature = match der {
                    true => p256::ecdsa::Signature::from_der(signature),
                    false => p256::ecdsa::Signature::from_slice(signature),
                };
                signature.is_ok_and(|signature| match algorithm.bits {
                    256 => key.verify(message, &signature).is_ok(),
                    _ => prehashed(key, algorithm.bits, message, &signature),
                })
            }
            (PublicKey::P384(key), Scheme::Es) => {
                let signature = match der {
                    true => p384::ecdsa::Signature::from_der(signature),
                    false => p384::ecdsa::Signature::from_slice(signature),
                };
                signature.is_ok_and(|signature| match algorithm.bits {
                    384 => key.verify(message, &signature).is_ok(),
                    _ => prehashed(key, algorithm.bits, message, &signature),
                })
            }
            (PublicKey::P521(key), Scheme::Es) if algorithm.bits == 512 => {
                let signature = match der {
                    true => p521::ecdsa::Signature::from_der(signature),
                    false => p521::ecdsa::Signature::from_slice(signature),
                };
                signature.is_ok_and(|signature| key.verify(message, &signature).is_ok())
            }
            (PublicKey::Ed25519(key), Scheme::Ed) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            _ => false,
        }
    }
}

/// A signature over a digest that is not the one of the curve.
fn prehashed<K, S>(key: &K, bits: u16, message: &[u8], signature: &S) -> bool
where
    K: rsa::signature::hazmat::PrehashVerifier<S>,
{
    use sha2::Digest as _;
    let digest = match bits {
        256 => Sha256::digest(message).to_vec(),
        384 => Sha384::digest(message).to_vec(),
        _ => Sha512::digest(message).to_vec(),
    };
    key.verify_prehash(&digest, signature).is_ok()
}

fn rsa_verifies(key: &RsaPublicKey, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
    use rsa::signature::Verifier as _;
    use rsa::{pkcs1v15, pss};
    let key = key.clone();
    if algorithm.scheme == Scheme::Rs {
        return pkcs1v15::Signature::try_from(signature).is_ok_and(|signature| match algorithm.bits {
            160 => pkcs1v15::VerifyingKey::<Sha1>::new(key).verify(message, &signature).is_ok(),
            256 => pkcs1v15::VerifyingKey::<Sha256>::new(key).verify(message, &signature).is_ok(),
            384 => pkcs1v15::VerifyingKey::<Sha384>::new(key).verify(message, &signature).is_ok(),
            _ => pkcs1v15::VerifyingKey::<Sha512>::new(key).verify(message, &signature).is_ok(),
        });
    }
    pss::Signature::try_from(signature).is_ok_and(|signature| match algorithm.bits {
        256 => pss::VerifyingKey::<Sha256>::new_with_auto_salt_len(key).verify(message, &signature).is_ok(),
        384 => pss::VerifyingKey::<Sha384>::new_with_auto_salt_len(key).verify(message, &signature).is_ok(),
        _ => pss::VerifyingKey::<Sha512>::new_with_auto_salt_len(key).verify(message, &signature).is_ok(),
    })
}

/// Signs a message with a JSON Web Key. PSS needs random numbers, and two runs over the same files would differ.
///
/// # Errors
/// The key does not fit the algorithm.
pub fn sign(algorithm: Algorithm, message: &[u8], key: &Value) -> Result<Vec<u8>, Failed> {
    use rsa::pkcs1v15::SigningKey;
    let wrong = || Failed::error("the key does not fit the algorithm");
    match (algorithm.scheme, key.get("kty").and_then(Value::as_str).unwrap_or_default()) {
        (Scheme::Hs, "oct") => secret_code(algorithm.bits, message, &bytes(key, "k").ok_or_else(wrong)?),
        (Scheme::Rs, "RSA") => {
            of_length(bytes(key, "n").map_or(0, |modulus| modulus.len() * 8))?;
            let key = rsa_private(key).ok_or_else(wrong)?;
            Ok(match algorithm.bits {
                256 => SigningKey::<Sha256>::new(key).sign(message).to_vec(),
                384 => SigningKey::<Sha384>::new(key).sign(message).to_vec(),
                _ => SigningKey::<Sha512>::new(key).sign(message).to_vec(),
            })
        }
        (Scheme::Es, "EC") => {
            let secret = bytes(key, "d").ok_or_else(wrong)?;
            match (algorithm.bits, key.get("crv").and_then(Value::as_str)) {
                (256, Some("P-256")) => {
                    let signature: p256::ecdsa::Signature =
                        p256::ecdsa::SigningKey::from_slice(&secret)?.sign(message);
                    Ok(signature.to_bytes().to_vec())
                }
                (384, Some("P-384")) => {
                    let signature: p384::ecdsa::Signature =
                        p384::ecdsa::SigningKey::from_slice(&secret)?.sign(message);
                    Ok(signature.to_bytes().to_vec())
                }
                (512, Some("P-521")) => {
                    let signature: p521::ecdsa::Signature =
                        p521::ecdsa::SigningKey::from_slice(&secret)?.sign(message);
                    Ok(signature.to_bytes().to_vec())
                }
                _ => Err(wrong()),
            }
        }
        (Scheme::Ed, "OKP") => {
            let secret: [u8; 32] =
                bytes(key, "d").and_then(|secret| secret.try_into().ok()).ok_or_else(wrong)?;
            Ok(ed25519_dalek::SigningKey::from_bytes(&secret).sign(message).to_bytes().to_vec())
        }
        _ => Err(wrong()),
    }
}

fn rsa_private(key: &Value) -> Option<RsaPrivateKey> {
    let primes = vec![number(key, "p")?, number(key, "q")?];
    RsaPrivateKey::from_components(number(key, "n")?, number(key, "e")?, number(key, "d")?, primes).ok()
}

/// The RSA key of a PEM text, in either of its two forms; none if it holds none.
///
/// # Errors
/// The text or the key is too long.
pub fn rsa_private_of_pem(text: &str) -> Result<Option<RsaPrivateKey>, Failed> {
    bounded(text)?;
    let Some(Ok(pem)) = Pem::iter_from_buffer(text.as_bytes()).next() else { return Ok(None) };
    // Nine numbers, of which six are half as long as the modulus.
    of_length((pem.contents.len() * 8 / 5).saturating_sub(1024))?;
    Ok(match pem.label.as_str() {
        "RSA PRIVATE KEY" => RsaPrivateKey::from_pkcs1_der(&pem.contents).ok(),
        "PRIVATE KEY" => RsaPrivateKey::from_pkcs8_der(&pem.contents).ok(),
        _ => None,
    })
}

fn bytes(key: &Value, field: &str) -> Option<Vec<u8>> {
    url_decoded(key.get(field)?.as_str()?)
}

fn number(key: &Value, field: &str) -> Option<BoxedUint> {
    bytes(key, field).map(|bytes| BoxedUint::from_be_slice_vartime(&bytes))
}

/// Base64 for addresses, with or without padding.
pub fn url_decoded(text: &str) -> Option<Vec<u8>> {
    super::encoding::url_bytes(text).ok()
}

/// Base64, broken into lines or not.
pub fn decoded(text: &str) -> Option<Vec<u8>> {
    super::encoding::bytes(text).ok()
}

/// Refuses an RSA key of too many bits.
fn of_length(bits: usize) -> Result<(), Failed> {
    if bits <= RSA_BITS {
        return Ok(());
    }
    Err(Failed::limit(
        format!("an RSA key of more than the limit of {RSA_BITS} bits"),
        format!("RSA 密钥超过上限 {RSA_BITS} 位"),
    ))
}

/// Refuses a text that is too long to be keys or certificates.
///
/// # Errors
/// It is.
pub fn bounded(text: &str) -> Result<(), Failed> {
    if text.len() <= LENGTH {
        return Ok(());
    }
    Err(Failed::limit(
        format!("more than the limit of {LENGTH} bytes of keys or certificates"),
        format!("密钥或证书超过上限 {LENGTH} 字节"),
    ))
}
