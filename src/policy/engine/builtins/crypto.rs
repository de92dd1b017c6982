//! `crypto.*`: digests and codes over strings, in hexadecimal.

use super::text;
use hmac::{EagerHash, Hmac, KeyInit, Mac};
use md5::Md5;
use regorus::Value;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn digest<D: Digest>(values: &[Value]) -> anyhow::Result<Value> {
    Ok(Value::from(hex(D::digest(text(values, 0)?))))
}

/// `crypto.md5(text)`.
pub fn md5(values: &[Value]) -> anyhow::Result<Value> {
    digest::<Md5>(values)
}

/// `crypto.sha1(text)`.
pub fn sha1(values: &[Value]) -> anyhow::Result<Value> {
    digest::<Sha1>(values)
}

/// `crypto.sha256(text)`.
pub fn sha256(values: &[Value]) -> anyhow::Result<Value> {
    digest::<Sha256>(values)
}

/// The code of a message under a key.
pub fn code<D: EagerHash>(message: &[u8], key: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut mac = Hmac::<D>::new_from_slice(key)?;
    mac.update(message);
    Ok(mac.finalize().into_bytes().to_vec())
}

fn hmac<D: EagerHash>(values: &[Value]) -> anyhow::Result<Value> {
    Ok(Value::from(hex(code::<D>(text(values, 0)?.as_bytes(), text(values, 1)?.as_bytes())?)))
}

/// `crypto.hmac.md5(text, key)`.
pub fn hmac_md5(values: &[Value]) -> anyhow::Result<Value> {
    hmac::<Md5>(values)
}

/// `crypto.hmac.sha1(text, key)`.
pub fn hmac_sha1(values: &[Value]) -> anyhow::Result<Value> {
    hmac::<Sha1>(values)
}

/// `crypto.hmac.sha256(text, key)`.
pub fn hmac_sha256(values: &[Value]) -> anyhow::Result<Value> {
    hmac::<Sha256>(values)
}

/// `crypto.hmac.sha512(text, key)`.
pub fn hmac_sha512(values: &[Value]) -> anyhow::Result<Value> {
    hmac::<Sha512>(values)
}

/// `crypto.hmac.equal(a, b)`: whether two codes are equal.
pub fn equal(values: &[Value]) -> anyhow::Result<Value> {
    Ok(Value::from(text(values, 0)? == text(values, 1)?))
}
