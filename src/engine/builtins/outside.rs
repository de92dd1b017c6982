//! What leads out of a policy: printing, what is refused, and what the run is told about itself.

use super::{Builtin, Failed, Outcome, Scope, impure, operand, pure, show};
use crate::lang::{Message, both};
use regorus::Value;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    impure("graphql.is_valid", 2, |_, _| refuse("graphql.is_valid")),
    impure("graphql.parse", 2, |_, _| refuse("graphql.parse")),
    impure("graphql.parse_and_verify", 2, |_, _| refuse("graphql.parse_and_verify")),
    impure("graphql.parse_query", 1, |_, _| refuse("graphql.parse_query")),
    impure("graphql.parse_schema", 1, |_, _| refuse("graphql.parse_schema")),
    impure("graphql.schema_is_valid", 1, |_, _| refuse("graphql.schema_is_valid")),
    impure("http.send", 1, |_, _| refuse("http.send")),
    impure("internal.print", 1, print_terms),
    impure("net.lookup_ip_addr", 1, |_, _| refuse("net.lookup_ip_addr")),
    impure("opa.runtime", 0, |_, _| Ok(Value::new_object())),
    impure("print", 1, print),
    impure("providers.aws.sign_req", 3, |_, _| refuse("providers.aws.sign_req")),
    impure("rego.parse_module", 2, |_, _| refuse("rego.parse_module")),
    pure("trace", 1, |_, values| operand::text(values, 0).map(|_| Value::Bool(true))),
];

/// Most lines that one call prints: undefined and repeated values multiply them.
const LINES: usize = 10_000;

/// Why a builtin of OPA is not supplied, if it is one of those.
pub fn refused(name: &str) -> Option<Message> {
    let (en, zh) = match name {
        "graphql.is_valid"
        | "graphql.parse"
        | "graphql.parse_and_verify"
        | "graphql.parse_query"
        | "graphql.parse_schema"
        | "graphql.schema_is_valid" => {
            ("GraphQL is not among the formats that are read", "不读取 GraphQL 格式")
        }
        "http.send" => (
            "it would reach the network, and two runs over the same files could differ",
            "它会访问网络，对同一批文件的两次运行可能得到不同结果",
        ),
        "net.lookup_ip_addr" => (
            "it would ask a name server, and two runs over the same files could differ",
            "它会查询域名服务器，对同一批文件的两次运行可能得到不同结果",
        ),
        "parse_config" | "parse_config_file" | "parse_combined_config_files" => (
            "it is for unit tests: a rule sees the documents under check and reads no others",
            "它只用于单元测试：规则只能看到被检查的文档，不能读取其他文件",
        ),
        "providers.aws.sign_req" => (
            "it signs a request to a cloud provider, and none is ever sent",
            "它为发往云厂商的请求签名，而这里从不发送请求",
        ),
        "rego.parse_module" => {
            ("it needs OPA's own syntax tree, which is not made here", "它需要 OPA 自己的语法树，这里不生成")
        }
        _ => return None,
    };
    Some(both(en, zh))
}

/// True for what only unit tests may call.
pub fn for_tests(name: &str) -> bool {
    matches!(name, "parse_config" | "parse_config_file" | "parse_combined_config_files")
}

/// The answer of a builtin that is refused.
pub fn refuse(name: &str) -> Outcome {
    let reason = refused(name).unwrap_or_default();
    let (en, zh) = (reason.get(crate::lang::Lang::En), reason.get(crate::lang::Lang::Zh));
    Err(Failed::Refused(both(format!("{name} is not supported: {en}"), format!("不支持 {name}：{zh}"))))
}

fn print(scope: &mut Scope, values: &[Value]) -> Outcome {
    let mut line = Vec::with_capacity(values.len());
    for value in values {
        line.push(show::plain(scope, value)?);
    }
    scope.print(line.join(" "))?;
    Ok(Value::Bool(true))
}

/// Prints terms, each given as the set of its values: what is undefined as such, and a line for each combination.
fn print_terms(scope: &mut Scope, values: &[Value]) -> Outcome {
    let mut lines = vec![String::new()];
    for (index, term) in operand::array(values, 0)?.iter().enumerate() {
        let Value::Set(found) = term else { return Err(operand::wrong(0, "array of sets", term)) };
        let mut texts = Vec::with_capacity(found.len().max(1));
        for value in found.iter() {
            texts.push(show::plain(scope, value)?);
        }
        if texts.is_empty() {
            texts.push("<undefined>".to_owned());
        }
        if lines.len().saturating_mul(texts.len()) > LINES {
            return Err(Failed::limit(
                format!("one print of more than the limit of {LINES} lines"),
                format!("一次 print 超过 {LINES} 行的上限"),
            ));
        }
        let space = if index > 0 { " " } else { "" };
        let size: usize = lines.iter().map(|line| line.len() * texts.len()).sum();
        scope.take(size + texts.iter().map(|text| text.len() + 1).sum::<usize>() * lines.len())?;
        lines = lines
            .iter()
            .flat_map(|line| texts.iter().map(move |text| format!("{line}{space}{text}")))
            .collect();
    }
    for line in lines {
        scope.print(line)?;
    }
    Ok(Value::Bool(true))
}
