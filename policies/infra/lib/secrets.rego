# METADATA
# scope: package
# title: Secrets in clear
# description: Names that say that a value is a secret, and values that are one rather than a reference or a placeholder.
package fiducia.infra.lib.secrets

import data.fiducia.infra.lib.known

# A name of a secret.
named(name) if {
	regex.match(`(?i)(^|[_.-])(pass(word|wd|phrase)?|pwd|secret|secret[_.-]?(key|access[_.-]?key|string|data)|client[_.-]?secret|api[_.-]?key|(auth|access|api|bearer|session|private|refresh)[_.-]?token|token|private[_.-]?key|(secret|storage|account|primary|secondary)[_.-]?access[_.-]?key)$|(Password|Secret|ApiKey|Token)$`, name)
	not regex.match(`(?i)allow|random|require|expire|policy|rotate`, name)
}

# A text that is a secret: it stands for itself, and nobody writes it where a secret is to be filled in.
clear(value) if {
	is_string(value)
	known.known(value)
	text := trim_space(value)
	count(text) >= 4
	not regex.match(`^([A-Z_]+|[A-Z0-9]+(_[A-Z0-9]+)*_(TOKEN|PASSWORD|SECRET|KEY)(_[A-Z0-9]+)*|\*.*\*|ENC\[.*|\$(2[abxy]|5|6|7|y|argon2.*)\$.*)$`, text)
	not regex.match(`(?i)^(<.*>|\[.*\]|[x*.#-]+|your.*|my[-_]?.*|some[-_].*|replace.*|insert.*|enter[-_ ].*|put[-_ ].*|fill.*|todo.*|fixme.*|change[-_ ]?(this|it|me).*|.*example.*|.*placeholder.*|dummy.*|redacted|null|none|true|false|enabled|disabled|optional|required|always|never|auto|default|(file|vault|env|ref|ssm|secret|op|awssm|gcpsm|azurekeyvault):.*|arn:.*|projects/.*|[./~].*|https?://[^@]*)$`, text)
}

# A word that stands for nothing outside of the run that makes it: `admin`, `test-secret`, `postgres`.
throwaway(value) if {
	is_string(value)
	regex.match(`^[A-Za-z]+([-_ ][A-Za-z]+)*[0-9]{0,4}$`, trim_space(value))
	count(trim_space(value)) <= 24
}

# What people of a provider know as a key of theirs.
shapes := [
	{"pattern": `(^|[^A-Za-z0-9])(AKIA|ASIA)[0-9A-Z]{16}($|[^A-Za-z0-9])`, "en": "an access key of AWS", "zh": "AWS 访问密钥"},
	{"pattern": `(^|[^A-Za-z0-9])LTAI[0-9A-Za-z]{16,20}($|[^A-Za-z0-9])`, "en": "an access key of Alibaba Cloud", "zh": "阿里云访问密钥"},
	{"pattern": `(^|[^A-Za-z0-9])AKID[0-9A-Za-z]{32}($|[^A-Za-z0-9])`, "en": "an access key of Tencent Cloud", "zh": "腾讯云访问密钥"},
	{"pattern": `(^|[^A-Za-z0-9])AIza[0-9A-Za-z_-]{35}($|[^A-Za-z0-9_-])`, "en": "a key of Google", "zh": "Google 密钥"},
	{"pattern": `(^|[^A-Za-z0-9])gh[pousr]_[0-9A-Za-z]{36}`, "en": "a token of GitHub", "zh": "GitHub 令牌"},
	{"pattern": `(^|[^A-Za-z0-9])glpat-[0-9A-Za-z_-]{20}`, "en": "a token of GitLab", "zh": "GitLab 令牌"},
	{"pattern": `(^|[^A-Za-z0-9])xox[abprs]-[0-9]{8,}-[0-9A-Za-z-]{10,}`, "en": "a token of Slack", "zh": "Slack 令牌"},
	{"pattern": `(^|[^A-Za-z0-9])sk_live_[0-9A-Za-z]{20,}`, "en": "a live key of Stripe", "zh": "Stripe 生产密钥"},
]

# The shape that a text has. Examples of manuals have none.
shape(value) := found[0] if {
	is_string(value)
	found := [one | some one in shapes; regex.match(one.pattern, value)]
	count(found) > 0
	not contains(upper(value), "EXAMPLE")
}
