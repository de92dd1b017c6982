//! Files and folders that cannot be read, or not as what they seem to be.

use crate::common::place::{Place, at, os};
use std::fs;
use std::process::Command;

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    fn close(path: &std::path::Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn unreadable_file() {
        let place = Place::new();
        close(&place.file("closed.yaml", "replicas: 3\n"), 0);
        let run = place.check_unprivileged(&[]);
        let problem = run.still_checked().problem("io", "permission denied");
        assert_eq!(problem["location"]["path"], "closed.yaml");
    }

    #[test]
    fn folder_without_permission() {
        let place = Place::new();
        place.file("closed/x.yaml", "replicas: 3\n");
        close(&place.join("closed"), 0);
        let run = place.check_unprivileged(&[]);
        close(&place.join("closed"), 0o755);
        let problem = run.still_checked().problem("io", "permission denied");
        assert_eq!(problem["location"]["path"], "closed");
    }

    #[test]
    fn policy_folder_without_permission() {
        let place = Place::new();
        place.file("policy/closed/x.rego", "package x\n");
        close(&place.join("policy/closed"), 0);
        let run = place.check_unprivileged(&["ok.yaml"]);
        close(&place.join("policy/closed"), 0o755);
        let problem = run.still_checked().problem("io", "cannot read policy/closed: permission denied");
        assert_eq!(problem["location"]["path"], "policy/closed");
    }

    #[test]
    fn links_in_a_circle() {
        let place = Place::new();
        symlink("a.yaml", place.join("a.yaml")).unwrap();
        fs::create_dir(place.join("sub")).unwrap();
        symlink("..", place.join("sub/up")).unwrap();
        let run = place.check(&[]);
        let itself = run.still_checked().problem("io", "cannot follow the link a.yaml");
        assert_eq!(itself["location"]["path"], "a.yaml");
        let parent = run.problem("io", "cannot follow the link sub/up");
        assert_eq!(parent["location"]["path"], "sub/up");
        assert_eq!(run.count("/summary/problems"), 2);
    }

    #[test]
    fn dangling_link() {
        let place = Place::new();
        symlink("nowhere.yaml", place.join("gone.yaml")).unwrap();
        let run = place.check(&[]);
        run.still_checked().problem("io", "cannot follow the link gone.yaml: no such file");
    }

    #[test]
    fn link_out_of_the_tree_is_a_problem_and_not_followed() {
        let elsewhere = Place::new();
        let place = Place::new();
        symlink(elsewhere.join("ok.yaml"), place.join("out.yaml")).unwrap();
        symlink(elsewhere.path(), place.join("folder")).unwrap();
        symlink(elsewhere.join("ok.yaml"), place.join("out.txt")).unwrap();
        let run = place.check(&["--fail-on", "never"]);
        run.still_checked().problem("io", "cannot follow the link out.yaml: it leads to what is not checked");
        run.problem("io", "cannot follow the link folder: it leads to what is not checked, out of the tree");
        assert_eq!((run.count("/summary/left_out/links"), run.count("/summary/problems")), (2, 2));
        assert_eq!((run.count("/summary/files"), run.messages("REPLICAS").len()), (1, 1));
    }

    #[test]
    fn links_to_what_is_checked_say_nothing_new() {
        let elsewhere = Place::new();
        let place = Place::new();
        place.file("deep/a.yaml", "replicas: 5\n");
        symlink("deep/a.yaml", place.join("b.yaml")).unwrap();
        symlink("b.yaml", place.join("c.yaml")).unwrap();
        symlink("deep", place.join("folder")).unwrap();
        symlink(elsewhere.join("ok.yaml"), place.join("both.yaml")).unwrap();
        let run = place.check(&[".", elsewhere.join("ok.yaml").to_str().unwrap()]);
        assert_eq!((run.code, run.count("/summary/files")), (1, 3), "{}", run.stderr);
    }

    #[test]
    fn links_hide_nothing_within_the_tree() {
        let place = Place::new();
        place.file("hidden.txt", "replicas: 0\n");
        place.file("node_modules/x/y.yaml", "replicas: 0\n");
        symlink("hidden.txt", place.join("a.yaml")).unwrap();
        symlink("node_modules/x/y.yaml", place.join("b.yaml")).unwrap();
        symlink("node_modules/x", place.join("folder")).unwrap();
        let run = place.check(&[]);
        let problem = run.still_checked().problem("io", "it leads to a folder that is left out");
        assert_eq!(problem["location"]["path"], "folder");
        let paths: Vec<&str> = run.report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| finding["location"]["path"].as_str().unwrap())
            .collect();
        assert_eq!(paths, ["a.yaml", "b.yaml", "ok.yaml"]);
    }

    #[test]
    fn a_link_named_by_the_user_is_followed() {
        let elsewhere = Place::new();
        let place = Place::new();
        symlink(elsewhere.path(), place.join("folder")).unwrap();
        let run = place.check(&["folder/ok.yaml", "folder"]);
        assert_eq!((run.code, run.messages("REPLICAS").len()), (1, 1), "{}", run.stderr);
    }

    #[test]
    fn policies_behind_a_link_to_a_folder_are_missed_and_not_silently() {
        let elsewhere = Place::new();
        let place = Place::new();
        symlink(elsewhere.join("policy"), place.join("policy/lib")).unwrap();
        elsewhere.policy("more", "package more\n\ndeny contains \"more\" if true\n");
        symlink(elsewhere.join("policy/more.rego"), place.join("policy/linked.rego")).unwrap();
        let run = place.check(&["ok.yaml"]);
        let problem =
            run.still_checked().problem("io", "cannot follow the link policy/lib: links to folders");
        assert_eq!(problem["location"]["path"], "policy/lib");
        assert_eq!((run.count("/summary/problems"), run.messages("more.deny")), (1, vec!["more"]));
    }

    #[test]
    fn name_that_is_not_utf8() {
        let place = Place::new();
        place.file(std::path::Path::new(os(b"\xFF.yaml")), "replicas: 3\n");
        let run = place.check(&[]);
        run.still_checked().problem("encoding", "its name is not UTF-8");
    }

    #[test]
    fn pipes_do_not_stop_the_run() {
        let place = Place::new();
        for pipe in ["x.yaml", "policy/x.rego", "data/x.json"] {
            fs::create_dir_all(place.join(pipe).parent().unwrap()).unwrap();
            let made = Command::new("mkfifo").arg(place.join(pipe)).status().unwrap();
            assert!(made.success());
        }
        place.file("more/x.yaml", "");
        fs::rename(place.join("x.yaml"), place.join("more/x.yaml")).unwrap();
        let run = place.check(&["ok.yaml", "more", "-d", "data"]);
        for pipe in ["cannot read more/x.yaml", "cannot read policy/x.rego", "cannot read data/x.json"] {
            run.still_checked().problem("io", &format!("{pipe}: it is no regular file"));
        }
    }
}

#[test]
fn content_that_is_not_utf8() {
    let place = Place::new();
    place.file("latin.yaml", b"name: caf\xE9\n");
    let run = place.check(&[]);
    let problem = run.still_checked().problem("encoding", "the byte at offset 9 is not UTF-8");
    assert_eq!(problem["location"]["path"], "latin.yaml");
}

#[test]
fn utf16_is_read() {
    let place = Place::new();
    let bytes: Vec<u8> = "\u{feff}名: x\nreplicas: 1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    place.file("wide.yaml", bytes);
    let run = place.check(&["wide.yaml"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let finding = &run.report["findings"][0];
    assert_eq!((at(finding).as_str(), finding["location"]["text"].as_str()), ("wide.yaml:2:11", Some("1")));
    assert_eq!(finding["location"]["start"]["offset"], 2 + 2 * 15);
}

#[test]
fn files_without_a_document() {
    let place = Place::new();
    for (name, text) in
        [("a.yaml", ""), ("b.yaml", "# nothing\n# at all\n"), ("c.json", ""), ("d.json", " \n")]
    {
        place.file(name, text);
        let run = place.check(&[]);
        let problem = run.still_checked().problem("empty", &format!("{name} holds no document"));
        assert_eq!(problem["location"]["path"], name);
        assert!(problem["help"].as_str().unwrap().contains("exclude"));
        fs::remove_file(place.join(name)).unwrap();
    }
}

#[test]
fn file_over_the_limit() {
    let place = Place::new();
    let file = fs::File::create(place.join("large.yaml")).unwrap();
    file.set_len(40 << 20).unwrap();
    let run = place.check(&[]);
    let problem = run.still_checked().problem("limit", "large.yaml is larger than 32 MiB");
    assert!(problem["help"].as_str().unwrap().contains("--max-file-size"));
    run.told("limit", "--max-file-size");
    let run = place.check(&["--max-file-size", "10b"]);
    run.problem("limit", "ok.yaml is larger than 10 bytes");
}

#[test]
fn paths_that_do_not_exist() {
    let place = Place::new();
    let run = place.check(&["nowhere.yaml", "ok.yaml"]);
    let problem = run.still_checked().problem("io", "cannot read nowhere.yaml: no such file");
    assert_eq!(problem["location"]["path"], "nowhere.yaml");
}

#[test]
fn format_that_nobody_knows() {
    let place = Place::new();
    place.file("app.conf", "a = 1\n");
    let run = place.check(&["app.conf", "ok.yaml"]);
    let problem = run.still_checked().problem("format", "the format of app.conf is not known");
    assert!(problem["help"].as_str().unwrap().contains("[formats]"));
}
