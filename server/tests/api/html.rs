//! Pages as a reader and a browser take them: text without scripts, tables, and forms with what they would send.

/// A page, or a part of one.
#[derive(Clone, Debug, Default)]
pub struct Node {
    tag: String,
    attributes: Vec<(String, String)>,
    children: Vec<Child>,
}

#[derive(Clone, Debug)]
enum Child {
    Node(Node),
    Text(String),
}

/// Elements that have no end.
const VOID: [&str; 7] = ["input", "br", "hr", "meta", "link", "img", "col"];

/// Elements within a line: no space around them.
const INLINE: [&str; 10] = ["bdi", "span", "strong", "em", "code", "b", "s", "a", "small", "label"];

impl Node {
    /// Reads a page. Scripts are left out: nobody reads them, and they hold the page's data once more.
    pub fn of(html: &str) -> Self {
        let mut open = vec![Self::default()];
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            push_text(&mut open, &rest[..at]);
            rest = &rest[at..];
            if rest.starts_with("<!") {
                let end = if rest.starts_with("<!--") { "-->" } else { ">" };
                rest = after(rest, end);
            } else if let Some(tag) = rest.strip_prefix("</") {
                let name = tag.split('>').next().unwrap_or_default().trim().to_owned();
                close(&mut open, &name);
                rest = after(tag, ">");
            } else {
                let (node, is_closed, behind) = opening(&rest[1..]);
                rest = behind;
                if node.tag == "script" || node.tag == "style" {
                    rest = after(rest, &format!("</{}>", node.tag));
                } else if is_closed || VOID.contains(&node.tag.as_str()) {
                    push(&mut open, Child::Node(node));
                } else {
                    open.push(node);
                }
            }
        }
        push_text(&mut open, rest);
        while open.len() > 1 {
            let name = open.last().map(|node| node.tag.clone()).unwrap_or_default();
            close(&mut open, &name);
        }
        open.swap_remove(0)
    }

    /// An attribute, if it has it.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(attribute, _)| attribute == name).map(|(_, value)| value.as_str())
    }

    /// All elements below it for which this holds, in the page's order.
    pub fn all(&self, holds: &dyn Fn(&Self) -> bool) -> Vec<&Self> {
        let mut found = Vec::new();
        for child in &self.children {
            if let Child::Node(node) = child {
                if holds(node) {
                    found.push(node);
                }
                found.extend(node.all(holds));
            }
        }
        found
    }

    /// All elements of this name below it.
    pub fn tags(&self, tag: &str) -> Vec<&Self> {
        self.all(&|node| node.tag == tag)
    }

    /// All elements with this role below it.
    pub fn roles(&self, role: &str) -> Vec<&Self> {
        self.all(&|node| node.attribute("role") == Some(role))
    }

    /// What it says, one space for all that parts words.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether a reader finds these words.
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// The cells of all table rows below it, those of headers too.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let is_cell = |node: &Self| node.tag == "td" || node.tag == "th";
        self.tags("tr").into_iter().map(|row| row.all(&is_cell).into_iter().map(Self::text).collect()).collect()
    }

    /// The table rows whose first cell says this.
    pub fn rows_of(&self, first: &str) -> Vec<Vec<String>> {
        self.rows().into_iter().filter(|row| row.first().is_some_and(|cell| cell == first)).collect()
    }

    /// What is said to be wrong, or must be known before one goes on.
    pub fn alerts(&self) -> Vec<String> {
        self.roles("alert").into_iter().map(Self::text).filter(|text| !text.is_empty()).collect()
    }

    /// The fields of a form as a browser would send them with its first button, files left out.
    pub fn fields(&self) -> Vec<(String, String)> {
        let mut fields = Vec::new();
        for node in self.all(&|node| ["input", "textarea", "select"].contains(&node.tag.as_str())) {
            let Some(name) = node.attribute("name") else { continue };
            let value = node.attribute("value").unwrap_or_default();
            let is_ticked = node.attribute("checked").is_some();
            match (node.tag.as_str(), node.attribute("type")) {
                ("textarea", _) => fields.push((name.to_owned(), node.raw_text())),
                ("select", _) => {
                    let options = node.tags("option");
                    let chosen = options.iter().find(|option| option.attribute("selected").is_some());
                    let chosen = chosen.or(options.first()).and_then(|option| option.attribute("value"));
                    fields.push((name.to_owned(), chosen.unwrap_or_default().to_owned()));
                }
                (_, Some("checkbox" | "radio")) if !is_ticked => {}
                (_, Some("file")) => {}
                _ => fields.push((name.to_owned(), value.to_owned())),
            }
        }
        fields
    }

    /// What stands in a text area: a browser drops the line break at its beginning.
    fn raw_text(&self) -> String {
        let text: String = self.children.iter().filter_map(Child::text).collect();
        text.strip_prefix('\n').unwrap_or(&text).to_owned()
    }

    fn write(&self, text: &mut String) {
        let space = if INLINE.contains(&self.tag.as_str()) { "" } else { " " };
        text.push_str(space);
        for child in &self.children {
            match child {
                Child::Node(node) => node.write(text),
                Child::Text(words) => text.push_str(words),
            }
        }
        text.push_str(space);
    }
}

impl Child {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Node(_) => None,
        }
    }
}

fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or("", |(_, behind)| behind)
}

fn push(open: &mut [Node], child: Child) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(child);
    }
}

fn push_text(open: &mut [Node], text: &str) {
    if !text.is_empty() {
        push(open, Child::Text(decoded(text)));
    }
}

/// Ends the innermost element of this name, and what was left open in it.
fn close(open: &mut Vec<Node>, name: &str) {
    let Some(at) = open.iter().skip(1).rposition(|node| node.tag == name) else { return };
    while open.len() > at + 1 {
        if let Some(node) = open.pop() {
            push(open, Child::Node(node));
        }
    }
}

/// An element's beginning, whether it also ends there, and what is behind it.
fn opening(text: &str) -> (Node, bool, &str) {
    let mut node = Node::default();
    let name_ends = text.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(text.len());
    node.tag = text[..name_ends].to_owned();
    let mut rest = &text[name_ends..];
    loop {
        rest = rest.trim_start();
        if let Some(behind) = rest.strip_prefix("/>") {
            return (node, true, behind);
        }
        if let Some(behind) = rest.strip_prefix('>') {
            return (node, false, behind);
        }
        if rest.is_empty() {
            return (node, true, rest);
        }
        let ends = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '>').unwrap_or(rest.len());
        let name = rest[..ends.max(1)].to_owned();
        rest = &rest[ends.max(1)..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            value = decoded(quoted.split('"').next().unwrap_or_default());
            rest = after(quoted, "\"");
        }
        node.attributes.push((name, value));
    }
}

/// A text without character references.
fn decoded(text: &str) -> String {
    let mut parts = text.split('&');
    let mut decoded = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let Some((reference, behind)) = part.split_once(';') else {
            decoded.push('&');
            decoded.push_str(part);
            continue;
        };
        let number = match reference.strip_prefix("#x") {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => reference.strip_prefix('#').and_then(|number| number.parse().ok()),
        };
        let c = match reference {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            _ => number.and_then(char::from_u32).unwrap_or('\u{fffd}'),
        };
        decoded.push(c);
        decoded.push_str(behind);
    }
    decoded
}

#[test]
fn a_page_is_read_as_a_browser_reads_it() {
    let page = Node::of(concat!(
        "<!DOCTYPE html><html><script>var x = \"<form>\";</script><body><!--hidden--><p class=\"error\" role=\"alert\">",
        "a &lt;b&gt; &amp; &quot;c&#x27;<br>d</p><form method=\"post\"><input type=\"hidden\" name=\"form\" value=\"x\">",
        "<input type=\"checkbox\" name=\"t\" value=\"1\" checked><input type=\"checkbox\" name=\"t\" value=\"2\">",
        "<select name=\"s\"><option value=\"1\">een</option><option value=\"2\" selected>twee</option></select>",
        "<textarea name=\"n\">\n een\ntwee</textarea></form><table><tr><th>A</th><td><bdi>B</bdi>b</td></tr></table>",
    ));
    assert_eq!(page.alerts(), ["a <b> & \"c' d"]);
    let fields: Vec<(String, String)> = page.tags("form")[0].fields();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(fields, [("form", "x"), ("t", "1"), ("s", "2"), ("n", " een\ntwee")]);
    assert_eq!(page.rows(), [["A", "Bb"]]);
    assert!(!page.says("hidden") && !page.says("var"));
}
