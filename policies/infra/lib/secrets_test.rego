package fiducia.infra.lib.secrets_test

import data.fiducia.infra.lib.secrets

test_names if {
	every name in ["password", "DB_PASSWORD", "db-passwd", "apiKey", "api_key", "clientSecret", "SECRET_KEY", "GITHUB_TOKEN", "adminPassword", "aws_secret_access_key"] {
		secrets.named(name)
	}
	every name in ["password_policy", "allow_password", "token_expire", "key", "username", "secretName", "TOKEN_URL", "passwordless", "MINIO_ACCESS_KEY"] {
		not secrets.named(name)
	}
}

test_values if {
	every value in ["S3ttlement", "Fund#2026!", "hunter22"] {
		secrets.clear(value)
	}
	every value in ["", "abc", "<password>", "changeme here", "your-password", "${TOKEN}", "xxxxxxxx", "/run/secrets/db", "vault:kv/db", "arn:aws:x", "INSERT_TOKEN", "MY_API_TOKEN", "null", 12345, "SECRET", "change-me", "ENC[AES256_GCM,data:x]", "**SOPS**", "$2a$10$RncPyHW"] {
		not secrets.clear(value)
	}
}

test_shapes if {
	secrets.shape("x AKIA3XQ7PLMZN4TUWV5K y").en == "an access key of AWS"
	not secrets.shape("AKIAIOSFODNN7EXAMPLE")
	not secrets.shape("AKIA")
	not secrets.shape(7)
}

test_throwaway_words if {
	every value in ["admin", "test-secret", "postgres", "password123", "my_secret_word"] { secrets.throwaway(value) }
	every value in ["gouJian-7781-x", "8f14e45fceea167a5a36dedd4bea2543", "Pa$$word", "a1b2c3d4", 5] { not secrets.throwaway(value) }
}
