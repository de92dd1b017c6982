//! `crypto.*`: digests and codes over strings, in hexadecimal.

use super::operand::text;
use super::{Builtin, Failed, Outcome, pure};
use hmac::{EagerHash, Hmac, KeyInit, Mac};
use md5::Md5;
use regorus::Value;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("crypto.hmac.equal", 2, |_, values| equal(values)),
    pure("crypto.hmac.md5", 2, |_, values| hmac::<Md5>(values)),
    pure("crypto.hmac.sha1", 2, |_, values| hmac::<Sha1>(values)),
    pure("crypto.hmac.sha256", 2, |_, values| hmac::<Sha256>(values)),
    pure("crypto.hmac.sha512", 2, |_, values| hmac::<Sha512>(values)),
    pure("crypto.md5", 1, |_, values| digest::<Md5>(values)),
    pure("crypto.sha1", 1, |_, values| digest::<Sha1>(values)),
    pure("crypto.sha256", 1, |_, values| digest::<Sha256>(values)),
];

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn digest<D: Digest>(values: &[Value]) -> Outcome {
    Ok(Value::from(hex(D::digest(text(values, 0)?))))
}

/// The code of a message under a key.
pub fn code<D: EagerHash>(message: &[u8], key: &[u8]) -> Result<Vec<u8>, Failed> {
    let mut mac = Hmac::<D>::new_from_slice(key)?;
    mac.update(message);
    Ok(mac.finalize().into_bytes().to_vec())
}

fn hmac<D: EagerHash>(values: &[Value]) -> Outcome {
    Ok(Value::from(hex(code::<D>(text(values, 0)?.as_bytes(), text(values, 1)?.as_bytes())?)))
}

/// `crypto.hmac.equal(a, b)`: whether two codes are equal.
fn equal(values: &[Value]) -> Outcome {
    Ok(Value::from(text(values, 0)? == text(values, 1)?))
}
