//! `io.jwt.*`: tokens decoded, verified and signed.

use super::keys::{self, Algorithm, PublicKey, Scheme};
use super::operand::text;
use super::show::short;
use super::{Builtin, Failed, Outcome, Scope, crypto, impure, operand, pure};
use crate::engine::builtins::nesting;
use crate::engine::value::{from_json, to_json};
use data_encoding::BASE64URL_NOPAD;
use regorus::Value;
use serde_json::{Map, Value as Json};

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("io.jwt.decode", 1, decode),
    impure("io.jwt.decode_verify", 2, decode_verify),
    pure("io.jwt.encode_sign", 3, encode_sign),
    pure("io.jwt.encode_sign_raw", 3, encode_sign_raw),
    pure("io.jwt.verify_eddsa", 2, |scope, values| verify(scope, values, "EdDSA")),
    pure("io.jwt.verify_es256", 2, |scope, values| verify(scope, values, "ES256")),
    pure("io.jwt.verify_es384", 2, |scope, values| verify(scope, values, "ES384")),
    pure("io.jwt.verify_es512", 2, |scope, values| verify(scope, values, "ES512")),
    pure("io.jwt.verify_hs256", 2, |scope, values| verify(scope, values, "HS256")),
    pure("io.jwt.verify_hs384", 2, |scope, values| verify(scope, values, "HS384")),
    pure("io.jwt.verify_hs512", 2, |scope, values| verify(scope, values, "HS512")),
    pure("io.jwt.verify_ps256", 2, |scope, values| verify(scope, values, "PS256")),
    pure("io.jwt.verify_ps384", 2, |scope, values| verify(scope, values, "PS384")),
    pure("io.jwt.verify_ps512", 2, |scope, values| verify(scope, values, "PS512")),
    pure("io.jwt.verify_rs256", 2, |scope, values| verify(scope, values, "RS256")),
    pure("io.jwt.verify_rs384", 2, |scope, values| verify(scope, values, "RS384")),
    pure("io.jwt.verify_rs512", 2, |scope, values| verify(scope, values, "RS512")),
];

/// Tokens within tokens that are followed.
const NESTING: usize = 16;

fn nested() -> Failed {
    Failed::limit(
        format!("tokens within tokens beyond the limit of {NESTING}"),
        format!("令牌嵌套超过上限 {NESTING} 层"),
    )
}

/// Bytes of a value for each byte of its JSON, at most.
const JSON: usize = 48;

/// The value of a text of JSON.
fn json_of<T: serde::de::DeserializeOwned>(text: &[u8]) -> Result<T, Failed> {
    serde_json::from_slice(text).map_err(|error| match error.to_string() {
        // The reader has no other word for it.
        reason if reason.starts_with("recursion limit") => nesting::too_deep(),
        reason => Failed::error(reason),
    })
}

/// A token, taken apart.
struct Token {
    header: Map<String, Json>,
    payload: Vec<u8>,
    signature: Vec<u8>,
    /// What is signed.
    signed: Vec<u8>,
}

impl Token {
    fn read(scope: &mut Scope, text: &str) -> Result<Token, Failed> {
        scope.take(text.len().saturating_mul(JSON))?;
        let parts: Vec<&str> = text.split('.').collect();
        let [header, payload, signature] = parts[..] else {
            return Err(Failed::error(format!("a token must have 3 sections, found {}", parts.len())));
        };
        let section = |name: &str, text: &str| {
            keys::url_decoded(text)
                .ok_or_else(|| Failed::error(format!("the {name} of the token is not base64")))
        };
        let signed = format!("{header}.{payload}").into_bytes();
        let Json::Object(header) = json_of(&section("header", header)?)? else {
            return Err(Failed::error("the header of the token is no object"));
        };
        if header.contains_key("enc") {
            return Err(Failed::error("the token is encrypted, which is not supported"));
        }
        let (payload, signature) = (section("payload", payload)?, section("signature", signature)?);
        Ok(Token { header, payload, signature, signed })
    }

    /// The token within, if it holds one.
    fn inner(&self, scope: &mut Scope) -> Result<Option<Token>, Failed> {
        let nested = self
            .header
            .get("cty")
            .and_then(Json::as_str)
            .is_some_and(|kind| kind.eq_ignore_ascii_case("jwt"));
        if !nested {
            return Ok(None);
        }
        let text = serde_json::from_slice::<String>(&self.payload).or_else(|_| {
            String::from_utf8(self.payload.clone()).map_err(|_| Failed::error("the inner token is no text"))
        })?;
        Token::read(scope, &text).map(Some)
    }

    fn algorithm(&self) -> Option<&str> {
        self.header.get("alg")?.as_str()
    }

    fn claims(&self) -> Result<Map<String, Json>, Failed> {
        match json_of(&self.payload)? {
            Json::Object(claims) => Ok(claims),
            _ => Err(Failed::error("the payload of the token is no object")),
        }
    }
}

/// `io.jwt.decode(token)`: header, payload and signature.
pub fn decode(scope: &mut Scope, values: &[Value]) -> Outcome {
    let mut token = Token::read(scope, text(values, 0)?)?;
    for _ in 0..NESTING {
        match token.inner(scope)? {
            Some(inner) => token = inner,
            None => {
                let signature = crypto::hex(&token.signature);
                return Ok(from_json(serde_json::json!([token.header, token.claims()?, signature])));
            }
        }
    }
    Err(nested())
}

/// `io.jwt.verify_rs256(token, key)` and the like: whether the signature is of the key.
pub fn verify(scope: &mut Scope, values: &[Value], algorithm: &str) -> Outcome {
    let token = Token::read(scope, text(values, 0)?)?;
    let algorithm = Algorithm::named(algorithm).ok_or_else(|| Failed::error("unknown algorithm"))?;
    let key = text(values, 1)?;
    let verified = if algorithm.scheme == Scheme::Hs {
        keys::secret_code(algorithm.bits, &token.signed, key.as_bytes())? == token.signature
    } else {
        PublicKey::read(key)?
            .iter()
            .any(|key| key.verifies(algorithm, &token.signed, &token.signature, false))
    };
    Ok(Value::from(verified))
}

/// What `decode_verify` demands.
#[derive(Default)]
struct Constraints {
    keys: Vec<PublicKey>,
    secret: Option<String>,
    algorithm: Option<String>,
    issuer: Option<String>,
    audience: Option<String>,
    now: f64,
}

impl Constraints {
    fn read(now_ns: i64, value: Option<&Value>) -> Result<Constraints, Failed> {
        let Some(Json::Object(fields)) = value.map(to_json) else {
            return Err(Failed::error("the constraints must be an object"));
        };
        #[allow(clippy::cast_precision_loss)] // nanoseconds to seconds, as OPA compares them
        let mut read = Constraints { now: now_ns as f64, ..Constraints::default() };
        for (name, value) in fields {
            let text = || {
                value
                    .as_str()
                    .map(str::to_owned)
                    .ok_or_else(|| Failed::error(format!("{name} must be a string")))
            };
            match name.as_str() {
                "cert" => read.keys = PublicKey::read(&text()?)?,
                "secret" => read.secret = Some(text()?),
                "alg" => read.algorithm = Some(text()?),
                "iss" => read.issuer = Some(text()?),
                "aud" => read.audience = Some(text()?),
                "time" => read.now = value.as_f64().ok_or_else(|| Failed::error("time must be a number"))?,
                other => return Err(Failed::error(format!("unknown constraint {}", short(other)))),
            }
        }
        if read.secret.is_some() != read.keys.is_empty() {
            return Err(Failed::error("the constraints must give either cert or secret"));
        }
        Ok(read)
    }

    fn sign(&self, token: &Token) -> bool {
        let Some(name) = token.algorithm() else { return false };
        if self.algorithm.as_ref().is_some_and(|demanded| demanded != name)
            || token.header.contains_key("crit")
        {
            return false;
        }
        let Some(algorithm) = Algorithm::named(name) else { return false };
        match (&self.secret, algorithm.scheme) {
            (Some(secret), Scheme::Hs) => keys::secret_code(algorithm.bits, &token.signed, secret.as_bytes())
                .is_ok_and(|code| code == token.signature),
            (Some(_), _) | (None, Scheme::Hs) => false,
            (None, _) => {
                self.keys.iter().any(|key| key.verifies(algorithm, &token.signed, &token.signature, false))
            }
        }
    }

    fn allow(&self, claims: &Map<String, Json>) -> Result<bool, Failed> {
        let instant = |name: &str| match claims.get(name) {
            None => Ok(None),
            Some(value) => match value.as_f64() {
                Some(seconds) => Ok(Some(seconds * 1e9)),
                None => Err(Failed::error(format!("{name} value must be a number"))),
            },
        };
        let (expires, begins) = (instant("exp")?, instant("nbf")?);
        let current = expires.is_none_or(|at| self.now < at) && begins.is_none_or(|at| self.now >= at);
        let issuer = self
            .issuer
            .as_ref()
            .is_none_or(|demanded| claims.get("iss").and_then(Json::as_str) == Some(demanded));
        let audience = match (claims.get("aud"), &self.audience) {
            (None, None) => true,
            (Some(Json::String(one)), Some(demanded)) => one == demanded,
            (Some(Json::Array(several)), Some(demanded)) => {
                several.iter().any(|one| one.as_str() == Some(demanded))
            }
            _ => false,
        };
        Ok(current && issuer && audience)
    }
}

/// `io.jwt.decode_verify(token, constraints)`: whether it holds, its header and its payload.
fn decode_verify(scope: &mut Scope, values: &[Value]) -> Outcome {
    let mut token = Token::read(scope, text(values, 0)?)?;
    let constraints = Constraints::read(scope.now_ns(), values.get(1))?;
    let refused = || Ok(from_json(serde_json::json!([false, {}, {}])));
    for _ in 0..NESTING {
        if !constraints.sign(&token) {
            return refused();
        }
        match token.inner(scope)? {
            Some(inner) => token = inner,
            None => {
                let claims = token.claims()?;
                if !constraints.allow(&claims)? {
                    return refused();
                }
                return Ok(from_json(serde_json::json!([true, token.header, claims])));
            }
        }
    }
    Err(nested())
}

/// `io.jwt.encode_sign(header, payload, key)`.
pub fn encode_sign(scope: &mut Scope, values: &[Value]) -> Outcome {
    let mut json = |index: usize| {
        let value = operand::at(values, index)?;
        scope.take_copy(value)?;
        Ok::<Json, Failed>(plain(to_json(value)))
    };
    let (header, payload, key) = (json(0)?, json(1)?, json(2)?);
    signed(&header.to_string(), &payload.to_string(), &key)
}

/// `io.jwt.encode_sign_raw(header, payload, key)`: the same from texts of JSON.
pub fn encode_sign_raw(scope: &mut Scope, values: &[Value]) -> Outcome {
    let length = text(values, 0)?.len().saturating_add(text(values, 1)?.len());
    scope.take(length.saturating_mul(JSON))?;
    scope.take(text(values, 2)?.len().saturating_mul(JSON))?;
    let key: Json = json_of(text(values, 2)?.as_bytes())?;
    signed(text(values, 0)?, text(values, 1)?, &key)
}

fn signed(header: &str, payload: &str, key: &Json) -> Outcome {
    let fields: Map<String, Json> = json_of(header.as_bytes())?;
    let name = fields.get("alg").and_then(Json::as_str).unwrap_or_default();
    let algorithm = Algorithm::named(name).ok_or_else(|| Failed::error("unknown signature algorithm"))?;
    let kind = fields.get("typ").and_then(Json::as_str).unwrap_or("JWT");
    if kind == "JWT" {
        match json_of::<serde::de::IgnoredAny>(payload.as_bytes()) {
            Err(limit @ Failed::Limit(_)) => return Err(limit),
            Err(_) => return Err(Failed::error("the type is JWT but the payload is not JSON")),
            Ok(_) => {}
        }
    }
    let encoded = |text: &str| BASE64URL_NOPAD.encode(text.as_bytes());
    let message = format!("{}.{}", encoded(header), encoded(payload));
    let signature = keys::sign(algorithm, message.as_bytes(), key)?;
    Ok(Value::from(format!("{message}.{}", BASE64URL_NOPAD.encode(&signature))))
}

/// With members in order, and whole numbers written as such.
fn plain(value: Json) -> Json {
    match value {
        Json::Object(members) => {
            let mut members: Vec<(String, Json)> =
                members.into_iter().map(|(key, value)| (key, plain(value))).collect();
            members.sort_by(|a, b| a.0.cmp(&b.0));
            members.into_iter().collect::<Map<_, _>>().into()
        }
        Json::Array(items) => items.into_iter().map(plain).collect(),
        #[allow(clippy::cast_possible_truncation)] // whole, and far from the limits
        Json::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15 => {
                Json::from(float as i64)
            }
            _ => Json::Number(number),
        },
        other => other,
    }
}
