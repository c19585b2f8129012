//! The page for people: the OpenAPI document, readable, without a script and without anything from elsewhere.

use leptos::prelude::*;
use serde_json::Value;

/// A call of the document.
struct Call<'a> {
    method: &'a str,
    path: &'a str,
    operation: &'a Value,
}

/// The whole page.
pub(super) fn page(description: &Value, stylesheet: &str) -> String {
    let base = text(&description["servers"][0], "url");
    let sections = items(&description["tags"]).map(|tag| section(description, &base, tag)).collect_view();
    let schemas = members(&description["components"]["schemas"]).map(|(name, schema)| self::schema(name, schema));
    let schemas = schemas.collect_view();
    let info = &description["info"];
    let introduction = text(info, "description");
    let introduction =
        introduction.split("\n\n").map(|lines| view! { <p inner_html=marked(lines)></p> }).collect_view();
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <title>"The API of Workshops"</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=stylesheet.to_owned() />
                <link rel="stylesheet" href="/api.css" />
            </head>
            <body class="api-page">
                <main class="api-main">
                    <header>
                        <h1>"The API of Workshops"</h1>
                        {introduction}
                        <p>
                            "Version " {text(info, "version")} ". For programs: "
                            <a href="/api/openapi.json">"OpenAPI 3.1"</a> "."
                        </p>
                    </header>
                    {sections}
                    <section aria-labelledby="schemas">
                        <h2 id="schemas">"What goes over the wire"</h2>
                        {schemas}
                    </section>
                </main>
            </body>
        </html>
    }
    .to_html()
    // What marks the places for hydration; in `<title>` it would be read.
    .replace("<!>", "")
}

fn section(description: &Value, base: &str, tag: &Value) -> AnyView {
    let name = text(tag, "name");
    let id = anchor(&name);
    let about = marked(&text(tag, "description"));
    let calls =
        calls(description).filter(|call| call.operation["tags"][0] == *name).map(|call| self::call(&call, base));
    let calls = calls.collect_view();
    view! {
        <section aria-labelledby=id.clone()>
            <h2 id=id.clone()>{name.clone()}</h2>
            <p inner_html=about></p>
            {calls}
        </section>
    }
    .into_any()
}

fn calls(description: &Value) -> impl Iterator<Item = Call<'_>> {
    members(&description["paths"]).flat_map(|(path, item)| {
        members(item).filter(|(_, operation)| operation.is_object()).map(move |(method, operation)| Call {
            method,
            path,
            operation,
        })
    })
}

fn call(call: &Call<'_>, base: &str) -> AnyView {
    let operation = call.operation;
    let method = call.method.to_uppercase();
    let path = format!("{base}{}", call.path);
    let about = text(operation, "description");
    let parameters: Vec<AnyView> = items(&operation["parameters"]).map(parameter).collect();
    let body = members(&operation["requestBody"]["content"]).map(|(kind, content)| {
        view! { <p>"Send " {of_kind(content)} " as " <code>{kind.to_owned()}</code> "."</p> }
    });
    let body = body.collect_view();
    let responses = members(&operation["responses"]).map(|(status, response)| self::response(status, response));
    let responses = responses.collect_view();
    let has_parameters = !parameters.is_empty();
    view! {
        <details class="card api-call" id=text(operation, "operationId")>
            <summary>
                <span class=format!("api-method api-{}", call.method)>{method}</span>
                " "
                <code>{path}</code>
                " "
                <span>{text(operation, "summary")}</span>
            </summary>
            {(!about.is_empty()).then(|| view! { <p inner_html=marked(&about)></p> })}
            {has_parameters.then(|| {
                view! {
                    <h3>"Parameters"</h3>
                    <dl class="api-list">{parameters}</dl>
                }
            })}
            {body}
            <h3>"Answers"</h3>
            <dl class="api-list">{responses}</dl>
        </details>
    }
    .into_any()
}

fn parameter(parameter: &Value) -> AnyView {
    let required = if parameter["required"] == true { "" } else { ", optional" };
    let place = format!(" in the {}{required}", text(parameter, "in"));
    view! {
        <dt><code>{text(parameter, "name")}</code> {place}</dt>
        <dd inner_html=marked(&text(parameter, "description"))></dd>
    }
    .into_any()
}

fn response(status: &str, response: &Value) -> AnyView {
    let kinds: Vec<AnyView> = members(&response["content"])
        .map(|(kind, content)| {
            let example = &content["example"];
            let example = (!example.is_null()).then(|| serde_json::to_string_pretty(example).unwrap_or_default());
            view! {
                " " {of_kind(content)} " as " <code>{kind.to_owned()}</code>
                {example.map(|example| view! { <pre tabindex="0">{example}</pre> })}
            }
            .into_any()
        })
        .collect();
    view! {
        <dt><code>{status.to_owned()}</code></dt>
        <dd><span inner_html=marked(&text(response, "description"))></span> {kinds}</dd>
    }
    .into_any()
}

fn schema(name: &str, schema: &Value) -> AnyView {
    let required: Vec<&str> = items(&schema["required"]).filter_map(Value::as_str).collect();
    let members: Vec<AnyView> = members(&schema["properties"])
        .map(|(member, schema)| {
            let optional = if required.contains(&member) { "" } else { ", optional" };
            view! {
                <dt><code>{member.to_owned()}</code> " " {of_type(schema)} {optional}</dt>
                <dd inner_html=marked(&text(schema, "description"))></dd>
            }
            .into_any()
        })
        .collect();
    let values: Vec<&str> = items(&schema["enum"]).filter_map(Value::as_str).collect();
    view! {
        <details class="card api-call" id=format!("schema-{name}")>
            <summary><code>{name.to_owned()}</code></summary>
            <p inner_html=marked(&text(schema, "description"))></p>
            {(!values.is_empty()).then(|| view! { <p>"One of " <code>{values.join(", ")}</code> "."</p> })}
            <dl class="api-list">{members}</dl>
        </details>
    }
    .into_any()
}

/// What a body is, with a link to its description.
fn of_kind(content: &Value) -> AnyView {
    of_type(&content["schema"])
}

/// The type of a value, in words; that of a described one links there.
fn of_type(schema: &Value) -> AnyView {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return view! { <a href=format!("#schema-{name}")>{name.to_owned()}</a> }.into_any();
    }
    if let Some(one) = items(&schema["oneOf"]).find(|one| one["$ref"].is_string()) {
        return view! { {of_type(one)} " or null" }.into_any();
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => vec!["any value"],
    };
    if types.contains(&"array") {
        return view! { "list of " {of_type(&schema["items"])} }.into_any();
    }
    let format = schema["format"].as_str().filter(|format| !format.starts_with("int"));
    let format = format.map(|format| format!(" ({format})")).unwrap_or_default();
    format!("{}{format}", types.join(" or ")).into_any()
}

fn anchor(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

fn text(value: &Value, member: &str) -> String {
    value[member].as_str().unwrap_or_default().to_owned()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

/// Our own comments as HTML: what stands between backticks is code.
fn marked(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let parts = escaped.split('`').enumerate();
    parts.map(|(place, part)| if place % 2 == 1 { format!("<code>{part}</code>") } else { part.to_owned() }).collect()
}
