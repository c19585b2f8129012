//! Settings: each stands in the README; and the Leptos options stand in two files, because cargo-leptos reads one and the
//! running program the other.

use clap::CommandFactory;
use toml::{Table, Value};
use workshops_server::cli::Cli;

fn leptos_options(text: &str, path: &[&str]) -> Table {
    let mut value: Value = text.parse::<Table>().map(Value::Table).expect("toml");
    for key in path {
        value = value[*key].clone();
    }
    value[0].as_table().expect("options").clone()
}

#[test]
fn leptos_toml_says_what_cargo_toml_says() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let read = |name: &str| std::fs::read_to_string(format!("{root}/{name}")).expect("a file");
    let built = leptos_options(&read("Cargo.toml"), &["workspace", "metadata", "leptos"]);
    let run = leptos_options(&read("Leptos.toml"), &["workspace", "metadata", "leptos"]);
    for (key, value) in &run {
        assert_eq!(built.get(key), Some(value), "{key}");
    }
    // What only the build needs stays out of Leptos.toml; everything else must stand in both.
    let build_only = [
        "bin-package",
        "bin-exe-name",
        "lib-package",
        "style-file",
        "assets-dir",
        "lib-profile-release",
        "watch-additional-files",
        "always-erase-components",
        "end2end-dir",
    ];
    for key in built.keys() {
        assert!(run.contains_key(key) || build_only.contains(&key.as_str()), "{key} is missing in Leptos.toml");
    }
}

#[test]
fn leptos_reads_the_options_from_leptos_toml() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../Leptos.toml");
    let options = leptos::config::get_configuration(Some(file)).expect("options").leptos_options;
    assert_eq!(&*options.output_name, "workshops");
    assert_eq!(&*options.site_root, "target/site");
    assert!(options.hash_files);
}

#[test]
fn every_variable_stands_in_the_readme() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md")).expect("the README");
    let command = Cli::command();
    let (mut commands, mut variables) = (vec![&command], 0);
    while let Some(command) = commands.pop() {
        for variable in command.get_arguments().filter_map(|argument| argument.get_env()?.to_str()) {
            assert!(readme.contains(&format!("`{variable}`")), "{variable} is missing in the README");
            variables += 1;
        }
        commands.extend(command.get_subcommands());
    }
    assert!(variables > 10, "{variables}");
}
