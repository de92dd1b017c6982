//! The same input gives the same bytes, however many threads there are.
#![allow(clippy::unwrap_used)]

use crate::common::place::Place;
use crate::common::{DAY, fiducia, root};

fn same(folder: &std::path::Path, arguments: &[&str], at_least: usize) {
    for format in ["json", "compact", "human"] {
        let run = |jobs: &str| {
            let arguments = [&["check", "--as-of", DAY, "-f", format, "--jobs", jobs], arguments].concat();
            let output = fiducia(folder, &arguments);
            (output.status.code(), output.stdout, output.stderr)
        };
        let first = run("1");
        assert!(first.1.len() > at_least, "{format}");
        for jobs in ["1", "4", "4", "0"] {
            assert!(run(jobs) == first, "{format} with --jobs {jobs}");
        }
    }
}

#[test]
fn reports_of_the_example_are_byte_equal() {
    same(&root(), &["examples/harbor-pay"], 1000);
}

#[test]
fn reports_with_problems_of_every_thread_are_byte_equal() {
    let place = Place::new();
    for number in 0..40 {
        place.file(
            format!("many/{number}.yaml"),
            format!("name: n{number}\nreplicas: {}\n---\nreplicas: 0\n", number % 3),
        );
        place.file(format!("broken/{number}.yaml"), "a: [\n");
    }
    place.policy(
        "fails",
        "package fails\n\nx := 1 if input.replicas == 0\n\nx := 2 if true\n\ndeny contains \"x\" if x > 0\n",
    );
    place.policy("panics", "package panics\n\ndeny contains \"x\" if object.subset([input.replicas], [])\n");
    place.policy(
        "sets",
        "package sets\n\nwarn contains msg if {\n\tsome key, value in input\n\tmsg := sprintf(\"%s %v\", [key, value])\n}\n",
    );
    place.policy("broken", "package broken\n\ndeny contains \"x\" if y\n");
    same(place.path(), &["-p", "./policy"], 1000);
}
