//! Builtins of Rego that the engine lacks, or has otherwise than OPA.
//!
//! The interpreter takes them as extensions. The machine knows no extensions; it is told to leave a call of
//! one to its host, and what it compiles for that is then replaced by a plain call of a builtin, so that
//! a program with such calls runs, and is traced, like any other.

mod crypto;
mod deprecated;
mod jwt;
mod keys;
mod net;
mod patterns;
mod readers;
mod schema;
mod template;
mod values;
mod x509;

use super::guard;
use super::syntax;
use regorus::rvm::Program;
use regorus::rvm::instructions::{BuiltinCallParams, Instruction};
use regorus::rvm::program::BuiltinInfo;
use regorus::unstable::{BUILTINS, BuiltinFcn, Expr, Module, Ref, Source, Span};
use regorus::{Engine, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

pub use readers::Readable;

/// A builtin's name, and what is called with how many arguments.
type Builtin = (&'static str, BuiltinFcn);

/// The largest number of registers that a call takes.
const ARGUMENTS: usize = 8;
/// Instructions that the machine's compiler writes for a call that it leaves to the host: the arguments in
/// an array, a check that none is undefined in three steps, the name, and the call.
const HOST_CALL: usize = 6;

/// The builtins that are supplied. Those that the engine has are replaced.
const SUPPLIED: &[Builtin] = &[
    ("all", (|_, _, values, _| deprecated::all(values), 1)),
    ("any", (|_, _, values, _| deprecated::any(values), 1)),
    ("array.flatten", (|_, _, values, _| values::flatten(values), 1)),
    ("cast_array", (|_, _, values, _| deprecated::cast_array(values), 1)),
    ("cast_boolean", (|_, _, values, _| deprecated::cast(values, |value| value.as_bool().is_ok()), 1)),
    ("cast_null", (|_, _, values, _| deprecated::cast(values, |value| *value == Value::Null), 1)),
    ("cast_object", (|_, _, values, _| deprecated::cast(values, |value| value.as_object().is_ok()), 1)),
    ("cast_set", (|_, _, values, _| deprecated::cast_set(values), 1)),
    ("cast_string", (|_, _, values, _| deprecated::cast(values, |value| value.as_string().is_ok()), 1)),
    ("crypto.hmac.equal", (|_, _, values, _| crypto::equal(values), 2)),
    ("crypto.hmac.md5", (|_, _, values, _| crypto::hmac_md5(values), 2)),
    ("crypto.hmac.sha1", (|_, _, values, _| crypto::hmac_sha1(values), 2)),
    ("crypto.hmac.sha256", (|_, _, values, _| crypto::hmac_sha256(values), 2)),
    ("crypto.hmac.sha512", (|_, _, values, _| crypto::hmac_sha512(values), 2)),
    ("crypto.md5", (|_, _, values, _| crypto::md5(values), 1)),
    ("crypto.parse_private_keys", (|_, _, values, _| x509::parse_private_keys(values), 1)),
    ("crypto.sha1", (|_, _, values, _| crypto::sha1(values), 1)),
    ("crypto.sha256", (|_, _, values, _| crypto::sha256(values), 1)),
    ("crypto.x509.parse_and_verify_certificates", (|_, _, values, _| x509::verify(values), 1)),
    (
        "crypto.x509.parse_and_verify_certificates_with_options",
        (|_, _, values, _| x509::verify_with_options(values), 2),
    ),
    ("crypto.x509.parse_certificate_request", (|_, _, values, _| x509::parse_request(values), 1)),
    ("crypto.x509.parse_certificates", (|_, _, values, _| x509::parse_certificates(values), 1)),
    ("crypto.x509.parse_keypair", (|_, _, values, _| x509::parse_keypair(values), 2)),
    ("crypto.x509.parse_rsa_private_key", (|_, _, values, _| x509::parse_rsa_private_key(values), 1)),
    ("io.jwt.decode", (|_, _, values, _| jwt::decode(values), 1)),
    ("io.jwt.decode_verify", (|_, _, values, _| jwt::decode_verify(values), 2)),
    ("io.jwt.encode_sign", (|_, _, values, _| jwt::encode_sign(values), 3)),
    ("io.jwt.encode_sign_raw", (|_, _, values, _| jwt::encode_sign_raw(values), 3)),
    ("io.jwt.verify_eddsa", (|_, _, values, _| jwt::verify(values, "EdDSA"), 2)),
    ("io.jwt.verify_es256", (|_, _, values, _| jwt::verify(values, "ES256"), 2)),
    ("io.jwt.verify_es384", (|_, _, values, _| jwt::verify(values, "ES384"), 2)),
    ("io.jwt.verify_es512", (|_, _, values, _| jwt::verify(values, "ES512"), 2)),
    ("io.jwt.verify_hs256", (|_, _, values, _| jwt::verify(values, "HS256"), 2)),
    ("io.jwt.verify_hs384", (|_, _, values, _| jwt::verify(values, "HS384"), 2)),
    ("io.jwt.verify_hs512", (|_, _, values, _| jwt::verify(values, "HS512"), 2)),
    ("io.jwt.verify_ps256", (|_, _, values, _| jwt::verify(values, "PS256"), 2)),
    ("io.jwt.verify_ps384", (|_, _, values, _| jwt::verify(values, "PS384"), 2)),
    ("io.jwt.verify_ps512", (|_, _, values, _| jwt::verify(values, "PS512"), 2)),
    ("io.jwt.verify_rs256", (|_, _, values, _| jwt::verify(values, "RS256"), 2)),
    ("io.jwt.verify_rs384", (|_, _, values, _| jwt::verify(values, "RS384"), 2)),
    ("io.jwt.verify_rs512", (|_, _, values, _| jwt::verify(values, "RS512"), 2)),
    (
        "json.filter",
        (
            |span, expressions, values, strict| {
                values::at_paths("json.filter", (span, expressions, values, strict))
            },
            2,
        ),
    ),
    ("json.match_schema", (|_, _, values, _| schema::matches(values), 2)),
    (
        "json.remove",
        (
            |span, expressions, values, strict| {
                values::at_paths("json.remove", (span, expressions, values, strict))
            },
            2,
        ),
    ),
    ("json.verify_schema", (|_, _, values, _| schema::verify(values), 1)),
    ("net.cidr_contains_matches", (|_, _, values, _| net::contains_matches(values), 2)),
    ("net.cidr_intersects", (|_, _, values, _| net::intersects(values), 2)),
    ("net.cidr_merge", (|_, _, values, _| net::merge(values), 1)),
    (
        "net.cidr_overlap",
        (
            |span, expressions, values, strict| {
                original("net.cidr_contains", (span, expressions, values, strict))
            },
            2,
        ),
    ),
    ("opa.runtime", (|_, _, _, _| Ok(Value::new_object()), 0)),
    ("re_match", (|_, _, values, _| patterns::matches(values), 2)),
    ("regex.globs_match", (|_, _, values, _| patterns::globs_match(values), 2)),
    ("regex.match", (|_, _, values, _| patterns::matches(values), 2)),
    ("set_diff", (|_, _, values, _| deprecated::set_diff(values), 2)),
    ("strings.render_template", (|_, _, values, _| template::render(values), 2)),
];

/// Builtins that are not supplied: name, number of arguments, and why.
const REFUSED: &[(&str, u8, &str)] = &[
    ("graphql.is_valid", 2, GRAPHQL),
    ("graphql.parse", 2, GRAPHQL),
    ("graphql.parse_and_verify", 2, GRAPHQL),
    ("graphql.parse_query", 1, GRAPHQL),
    ("graphql.parse_schema", 1, GRAPHQL),
    ("graphql.schema_is_valid", 1, GRAPHQL),
    ("http.send", 1, "it would reach the network, and two runs over the same files could differ"),
    ("net.lookup_ip_addr", 1, "it would ask a name server, and two runs over the same files could differ"),
    ("parse_combined_config_files", 2, FOR_TESTS),
    ("parse_config", 2, FOR_TESTS),
    ("parse_config_file", 2, FOR_TESTS),
    ("providers.aws.sign_req", 3, "it signs a request to a cloud provider, and none is ever sent"),
    ("rego.parse_module", 2, "it needs OPA's own syntax tree, which is not made here"),
];
const GRAPHQL: &str = "GraphQL is not among the formats that are read";
const FOR_TESTS: &str = "it is for unit tests: a rule sees the documents under check and reads no others";

/// What a builtin is called with.
pub(super) type Arguments<'a> = (&'a Span, &'a [Ref<Expr>], &'a [Value], bool);

/// Calls the engine's own builtin of a name.
pub(super) fn original(
    name: &str,
    (span, expressions, values, strict): Arguments<'_>,
) -> anyhow::Result<Value> {
    match BUILTINS.get(name) {
        Some((builtin, _)) => builtin(span, expressions, values, strict),
        None => Err(anyhow::anyhow!("{name} is not available")),
    }
}

/// Why a builtin of OPA is not supplied, if it is one of those.
pub fn refused(name: &str) -> Option<(&'static str, &'static str)> {
    REFUSED.iter().find(|(refused, ..)| *refused == name).map(|&(name, _, reason)| (name, reason))
}

/// True for what only unit tests may call.
pub fn for_tests(name: &str) -> bool {
    refused(name).is_some_and(|(_, reason)| reason == FOR_TESTS)
}

/// True if policies may call a builtin of this name, here or where the engine answers it by itself.
pub fn available(name: &str) -> bool {
    let own = matches!(name, "print" | "rego.metadata.chain" | "rego.metadata.rule");
    own || BUILTINS.contains_key(name) || all().any(|(supplied, _)| supplied == name)
}

fn all() -> impl Iterator<Item = Builtin> {
    SUPPLIED.iter().chain(guard::GUARDED).copied()
}

/// What the interpreter has as extensions only: name, and number of arguments.
pub fn extensions() -> impl Iterator<Item = (&'static str, u8)> {
    let refused = REFUSED.iter().map(|&(name, arguments, _)| (name, arguments));
    let supplied = all().map(|(name, (_, arguments))| (name, arguments));
    supplied.chain(refused).filter(|(name, _)| !BUILTINS.contains_key(name))
}

/// How many arguments a builtin of the engine takes.
pub fn arity(name: &str) -> Option<u8> {
    BUILTINS.get(name).map(|&(_, arguments)| arguments)
}

/// Names that stand for something else in these modules: rules and imports come before builtins.
pub fn hidden(modules: &[Ref<Module>]) -> BTreeSet<String> {
    let roots = |module: &Ref<Module>| {
        syntax::defined_names(module).chain(syntax::imported_names(module)).collect::<Vec<_>>()
    };
    modules.iter().flat_map(roots).collect()
}

/// The builtins that a program has to leave to its host: those that the engine does not have and that no
/// rule or import hides.
pub fn for_machine(hidden: &BTreeSet<String>) -> Vec<(&'static str, usize)> {
    let visible = |name: &str| {
        !hidden.contains(name) && !name.split('.').next().is_some_and(|root| hidden.contains(root))
    };
    all()
        .filter(|(name, _)| !BUILTINS.contains_key(name) && visible(name))
        .map(|(name, (_, arguments))| (name, usize::from(arguments)))
        .collect()
}

/// Makes calls left to the host plain calls, and puts what replaces the engine's own builtins in their place.
/// `None` if the program leaves anything else to its host, or calls what is not supplied: for the machine an
/// error in a builtin is undefined, which may read as a pass.
pub fn link(program: Arc<Program>) -> Option<Arc<Program>> {
    if program.builtin_info_table.iter().any(|info| refused(&info.name).is_some()) {
        return None;
    }
    let find = |name: &str| all().find(|(supplied, _)| *supplied == name).map(|(_, builtin)| builtin);
    let replaces = program.builtin_info_table.iter().any(|info| find(&info.name).is_some());
    if !replaces && !program.has_host_await {
        return Some(program);
    }
    let mut program = Arc::unwrap_or_clone(program);
    for (info, resolved) in program.builtin_info_table.iter().zip(&mut program.resolved_builtins) {
        if let Some(builtin) = find(&info.name) {
            *resolved = builtin;
        }
    }
    let calls: Vec<usize> = (0..program.instructions.len())
        .filter(|&pc| matches!(program.instructions[pc], Instruction::HostAwait { .. }))
        .collect();
    for pc in calls {
        host_call(&mut program, pc)?;
    }
    program.has_host_await = false;
    Some(Arc::new(program))
}

/// Replaces one call that is left to the host.
fn host_call(program: &mut Program, pc: usize) -> Option<()> {
    let start = (pc + 1).checked_sub(HOST_CALL)?;
    let Instruction::HostAwait { dest, arg, id } = program.instructions[pc] else { return None };
    let Instruction::ArrayCreate { params_index } = program.instructions[start] else { return None };
    let Instruction::Load { dest: loaded, literal_idx } = program.instructions[pc - 1] else { return None };
    let array = program.instruction_data.array_create_params.get(usize::from(params_index))?;
    let name = program.literals.get(usize::from(literal_idx))?.as_string().ok()?.to_string();
    if array.dest != arg || loaded != id || array.elements.len() > ARGUMENTS {
        return None;
    }
    let mut args = [0; ARGUMENTS];
    args[..array.elements.len()].copy_from_slice(&array.elements);
    let num_args = u8::try_from(array.elements.len()).ok()?;
    let builtin_index = builtin_index(program, &name)?;
    let call = BuiltinCallParams { dest, builtin_index, num_args, args };
    let params_index = program.instruction_data.add_builtin_call_params(call);
    program.instructions[start] = Instruction::BuiltinCall { params_index };
    program.instructions[start + 1..=pc].fill(Instruction::Move { dest, src: dest });
    Some(())
}

fn builtin_index(program: &mut Program, name: &str) -> Option<u16> {
    let (_, (function, arguments)) = all().find(|(supplied, _)| *supplied == name)?;
    if let Some(known) = program.builtin_info_table.iter().position(|info| info.name == name) {
        return u16::try_from(known).ok();
    }
    program.builtin_info_table.push(BuiltinInfo { name: name.to_owned(), num_args: u16::from(arguments) });
    program.resolved_builtins.push((function, arguments));
    u16::try_from(program.builtin_info_table.len() - 1).ok()
}

/// Gives an interpreter the builtins. Unless it is to be strict, an error in one is undefined, as it is in
/// the machine. Unit tests may read files.
pub fn extend(engine: &mut Engine, strict: bool, readable: Option<&Arc<Readable>>) -> Result<(), String> {
    let source =
        Source::from_contents("builtin".to_owned(), String::new()).map_err(|error| error.to_string())?;
    let span = Span { source, line: 1, col: 1, start: 0, end: 0 };
    for (name, (builtin, arguments)) in all() {
        let span = span.clone();
        let null = || Ref::new(Expr::Null { span: span.clone(), value: Value::Null, eidx: 0 });
        let expressions: Vec<_> = (0..arguments).map(|_| null()).collect();
        let call = move |values: Vec<Value>| match builtin(&span, &expressions, &values, strict) {
            Err(_) if !strict => Ok(Value::Undefined),
            result => result,
        };
        engine
            .add_extension(name.to_owned(), arguments, Box::new(call))
            .map_err(|error| error.to_string())?;
    }
    if let Some(readable) = readable {
        readers::extend(engine, readable).map_err(|error| error.to_string())?;
    }
    let refused = REFUSED.iter().filter(|(name, ..)| readable.is_none() || !for_tests(name));
    for &(name, arguments, reason) in refused {
        let call = move |_: Vec<Value>| Err(anyhow::anyhow!("{name} is not supported: {reason}"));
        engine
            .add_extension(name.to_owned(), arguments, Box::new(call))
            .map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// An argument that has to be a string.
fn text(values: &[Value], index: usize) -> anyhow::Result<&str> {
    match values.get(index) {
        Some(Value::String(text)) => Ok(text),
        _ => Err(anyhow::anyhow!("operand {} must be a string", index + 1)),
    }
}

/// The members of an array or a set.
fn members(value: Option<&Value>) -> anyhow::Result<Vec<&Value>> {
    match value {
        Some(Value::Array(items)) => Ok(items.iter().collect()),
        Some(Value::Set(items)) => Ok(items.iter().collect()),
        _ => Err(anyhow::anyhow!("an operand must be an array or a set")),
    }
}
