//! What `init --platform` writes: the documents of a platform, each valid as it is and empty where only people know.

use super::NewFile;
use crate::document::edit;
use crate::kind::{API_VERSION, Kind, Kinds};
use crate::lang::Lang;
use crate::problem::Problem;
use serde_json::{Map, Value};
use std::path::PathBuf;

const CONFIGURATION: &str = include_str!("platform/fiducia.toml");

/// Most nesting of keys in comments; no kind has more.
const DEPTH: usize = 12;

/// Where the documents go. Those of which the schema asks for content are no configuration before they have some, so
/// their files end otherwise. The kinds that are not here have commands of their own: `assess init`, `plan`, and the list
/// of waivers, which starts with the first waiver.
pub const FILES: [(&str, &str); 20] = [
    ("Platform", "platform.yaml"),
    ("RiskRegister", "risk/register.yaml"),
    ("CustodyArrangement", "custody/arrangement.yaml"),
    ("Reconciliation", "custody/reconciliation.yaml"),
    ("TransferSample", "custody/transfers.yaml"),
    ("NetworkProfile", "security/network.yaml"),
    ("CryptoProfile", "security/crypto.yaml"),
    ("AccessProfile", "security/access.yaml"),
    ("MonitoringProfile", "security/monitoring.yaml"),
    ("LoggingProfile", "security/logging.yaml"),
    ("DataProfile", "data/stores.yaml"),
    ("Governance", "operations/governance.yaml"),
    ("TrainingProgram", "operations/training.yaml"),
    ("EmergencyPlan", "operations/emergency.yaml"),
    ("IncidentLog", "operations/incidents.yaml"),
    ("UserEducation", "governance/users.yaml"),
    ("ComplianceFile", "governance/compliance.yaml"),
    ("Roadmap", "governance/roadmap.yaml.example"),
    ("Promotion", "governance/promotion.yaml.example"),
    ("EffectMetrics", "governance/effect.yaml"),
];

/// A risk of the report that the model comes from.
struct Risk {
    id: &'static str,
    category: &'static str,
    title: [&'static str; 2],
    controls: &'static [&'static str],
}

/// The risks to start from, each with the controls that lower it.
const RISKS: [Risk; 10] = [
    Risk {
        id: "R-NET-LEAK",
        category: "technical",
        title: ["Client data leaks", "客户数据泄露"],
        controls: &["TEC-DAT-01", "TEC-DAT-02", "TEC-DAT-09", "TEC-ENC-03", "TEC-PRO-01"],
    },
    Risk {
        id: "R-NET-PHISH",
        category: "technical",
        title: ["Fake sites and messages lead clients astray", "仿冒网站和邮件诱骗客户（钓鱼攻击）"],
        controls: &["TEC-IDS-10", "TEC-ACC-02"],
    },
    Risk {
        id: "R-NET-MAL",
        category: "technical",
        title: ["Malware gets into the systems", "恶意软件侵入系统"],
        controls: &["TEC-IDS-03"],
    },
    Risk {
        id: "R-OPS-INS",
        category: "operational",
        title: ["Staff act against the rules or steal", "内部人员违规操作"],
        controls: &["TEC-ACC-03", "TEC-ACC-04", "CUS-AUT-01"],
    },
    Risk {
        id: "R-OPS-SYS",
        category: "operational",
        title: ["An outage stops deposits and withdrawals", "系统故障导致无法充值、提现"],
        controls: &["OPS-EMG-03", "OPS-EMG-08"],
    },
    Risk {
        id: "R-OPS-PROC",
        category: "operational",
        title: ["Business does not follow its process", "业务流程不规范"],
        controls: &["OPS-MGT-02", "OPS-MGT-04", "OPS-TRN-01", "CUS-AUT-02"],
    },
    Risk {
        id: "R-REG-REVIEW",
        category: "legal",
        title: ["Compliance is reviewed too laxly", "合规审查不严"],
        controls: &["CMP-SUP-01"],
    },
    Risk {
        id: "R-REG-POLICY",
        category: "legal",
        title: ["Laws and policies change", "法律法规和政策变动"],
        controls: &["CMP-SUP-03"],
    },
    Risk {
        id: "R-REG-SUP",
        category: "legal",
        title: ["The supervisor restricts the business", "监管要求变化限制业务开展"],
        controls: &["CMP-SUP-02", "CMP-SUP-03", "CMP-SUP-04"],
    },
    Risk {
        id: "R-MKT-RATE",
        category: "market",
        title: ["Interest rates and markets turn", "利率与市场波动"],
        controls: &["RSK-DSP-01"],
    },
];

/// The documents of a platform, and a configuration beside them.
///
/// # Errors
/// A kind that is built in cannot be read.
pub fn platform(name: &str, kinds: &Kinds, lang: Lang) -> Result<Vec<NewFile>, Problem> {
    let mut files = vec![(PathBuf::from("fiducia.toml"), CONFIGURATION.to_owned())];
    for (kind, path) in FILES {
        if let Some(kind) = kinds.get(kind) {
            let example = path.ends_with(".example");
            files.push((path.into(), document(name, kind.map_err(Problem::clone)?, example, lang)));
        }
    }
    Ok(files)
}

fn document(name: &str, kind: &Kind, example: bool, lang: Lang) -> String {
    let said = |text: &str| edit::inline(&text.into());
    let own = match kind.name.as_str() {
        "Platform" => name.to_owned(),
        // `RiskRegister` is called `-risk-register`.
        other => {
            let dashed = |c: char| {
                if c.is_ascii_uppercase() { format!("-{}", c.to_ascii_lowercase()) } else { c.to_string() }
            };
            format!("{name}{}", other.chars().map(dashed).collect::<String>())
        }
    };
    let mut lines = vec![
        format!("# {}", kind.title.get(lang)),
        format!("# {}", kind.description.get(lang).trim()),
        format!("apiVersion: {API_VERSION}\nkind: {}", kind.name),
        format!("metadata:\n  name: {}\n  platform: {}", said(&own), said(name)),
    ];
    if kind.name == "RiskRegister" {
        lines.push("spec:".to_owned());
        lines.extend(register(lang));
    } else {
        let (how, spec) = match example {
            true => lang.pick(
                ("Take the `#` from what applies, fill it in, and rename the file to end in `.yaml`:", ""),
                ("去掉适用字段前的 `#` 并填写，然后将文件改名为以 `.yaml` 结尾：", ""),
            ),
            false => lang.pick(
                ("Put what is true of the platform here, in place of `{}`. The keys that there are:", " {}"),
                ("请在此填写平台的实际情况，替换 `{}`。可用的字段如下：", " {}"),
            ),
        };
        lines.push(format!("spec:{spec}\n  # {how}\n  #"));
    }
    lines.extend(keys(kind, lang).into_iter().map(|line| format!("  # {line}")));
    lines.join("\n") + "\n"
}

/// The risks, without what only the platform can judge.
fn register(lang: Lang) -> Vec<String> {
    let mut lines = vec![
        lang.pick(
            "  # Judge each of these risks, add what is missing, and take out what does not concern the platform.",
            "  # 请逐项评估以下风险，补充缺失的风险，删除与平台无关的风险。",
        )
        .to_owned(),
        "  risks:".to_owned(),
    ];
    let fill = lang.pick(
        "      # likelihood and impact (1 to 5), score, level, owner, response, review_date, treatment: see below",
        "      # 待填写：likelihood、impact（1 至 5）、score、level、owner、response、review_date、treatment，说明见下",
    );
    for Risk { id, category, title: [en, zh], controls } in RISKS {
        lines.push(format!("    - id: {id}\n      title: {}", edit::inline(&lang.pick(en, zh).into())));
        lines.push(format!(
            "      category: {category}\n      status: identified\n      controls: [{}]",
            controls.join(", ")
        ));
        lines.push(fill.to_owned());
    }
    lines.push("  #".to_owned());
    lines
}

/// The keys of the spec, as they would be written, each with what it is.
fn keys(kind: &Kind, lang: Lang) -> Vec<String> {
    let schema = kind.json_schema(lang);
    let definitions = schema.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut lines = Vec::new();
    if let Some(spec) = schema.pointer("/properties/spec") {
        Keys { definitions, lines: &mut lines }.below(spec, "", DEPTH);
    }
    lines
}

struct Keys<'l> {
    definitions: Map<String, Value>,
    lines: &'l mut Vec<String>,
}

impl Keys<'_> {
    /// The schema that a reference leads to; what stands beside the reference counts before it.
    fn resolved(&self, schema: &Value) -> Value {
        let name = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix("#/$defs/"));
        let Some(Value::Object(target)) = name.and_then(|name| self.definitions.get(name)) else {
            return schema.clone();
        };
        let own = schema.as_object().into_iter().flatten().filter(|(key, _)| *key != "$ref");
        Value::Object(target.iter().chain(own).map(|(key, value)| (key.clone(), value.clone())).collect())
    }

    /// The keys of a mapping. The first of an item carries the dash of the list.
    fn below(&mut self, schema: &Value, margin: &str, depth: usize) {
        let entries = schema.get("properties").and_then(Value::as_object);
        for (at, (name, inner)) in entries.into_iter().flatten().enumerate() {
            let inner = self.resolved(inner);
            let margin = if at == 0 { margin.to_owned() } else { margin.replace('-', " ") };
            self.lines.push(format!("{margin}{}:{}", edit::inline(&name.as_str().into()), told(&inner)));
            let margin = margin.replace('-', " ");
            if depth == 0 {
                continue;
            }
            if inner.get("properties").is_some() {
                self.below(&inner, &format!("{margin}  "), depth - 1);
            } else if let Some(item) = inner.get("items").map(|item| self.resolved(item)) {
                self.below(&item, &format!("{margin}  - "), depth - 1);
            }
        }
    }
}

/// What a key is, as a comment behind it: its description, and the words that are allowed.
fn told(schema: &Value) -> String {
    let description = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let words = schema.get("enum").or_else(|| schema.pointer("/items/enum")).and_then(Value::as_array);
    let words: Vec<&str> = words.into_iter().flatten().filter_map(Value::as_str).collect();
    // Most descriptions name the words already.
    let words = if words.iter().all(|word| description.contains(word)) {
        String::new()
    } else {
        format!(" [{}]", words.join(", "))
    };
    let text = format!("{description}{words}");
    if text.is_empty() {
        text
    } else {
        format!("   # {}", text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::pack;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_has_a_file_or_a_command() {
        let here: BTreeSet<&str> = FILES.iter().map(|(kind, _)| *kind).collect();
        let missing: Vec<&str> = pack::kinds().filter(|kind| !here.contains(kind)).collect();
        assert_eq!(missing, ["Assessment", "ImprovementPlan", "WaiverList"]);
    }

    #[test]
    fn the_risks_name_controls_that_exist() {
        let known: BTreeSet<&str> = pack::controls().map(|(_, id)| id).collect();
        for risk in &RISKS {
            assert!(risk.controls.iter().all(|control| known.contains(control)), "{}", risk.id);
        }
    }
}
