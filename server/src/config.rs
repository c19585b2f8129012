//! Settings: flags or variables.

use crate::error::{Error, Result};
use clap::{Args, ValueEnum};
use ipnet::IpNet;
use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    str::FromStr,
};

/// Where the data is, for every command.
#[derive(Args, Clone)]
pub struct DataConfig {
    /// The folder for the database and the secret
    #[arg(long, env = "WORKSHOPS_DATA_DIR", default_value = "data", global = true, value_name = "FOLDER")]
    pub data_dir: PathBuf,

    /// The database [default: sqlite://FOLDER/workshops.db]
    #[arg(long, env = "WORKSHOPS_DATABASE_URL", global = true, hide_env_values = true, value_name = "URL")]
    pub database_url: Option<String>,

    /// The file with the secret that signs sessions, made at the first start [default: FOLDER/secret]
    #[arg(long, env = "WORKSHOPS_SECRET_FILE", global = true, value_name = "FILE")]
    pub secret_file: Option<PathBuf>,

    /// The school's time zone
    #[arg(long, env = "WORKSHOPS_TIME_ZONE", default_value = "Europe/Amsterdam", global = true, value_name = "ZONE")]
    pub time_zone: String,
}

/// How the server is reached.
#[derive(Args, Clone, Debug)]
pub struct ServeConfig {
    /// Where to listen: ADDRESS:PORT, unix:PATH, or `systemd` for a socket passed by it
    #[arg(long, env = "WORKSHOPS_LISTEN", global = true, default_value = "127.0.0.1:3000", value_name = "WHERE")]
    pub listen: Listen,

    /// The address that browsers use; https makes cookies secure [default: http://LISTEN]
    #[arg(long, env = "WORKSHOPS_BASE_URL", global = true, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,

    /// Addresses or networks of proxies whose X-Forwarded-For is believed, separated by commas
    #[arg(long, env = "WORKSHOPS_TRUSTED_PROXIES", global = true, value_delimiter = ',', value_name = "NETWORKS")]
    pub trusted_proxies: Vec<TrustedProxy>,

    /// Who may read the measurements at /metrics
    #[arg(long, env = "WORKSHOPS_METRICS", global = true, value_enum, default_value_t, value_name = "WHO")]
    pub metrics: MetricsReaders,

    /// The file with the Leptos options
    #[arg(long, env = "WORKSHOPS_LEPTOS_FILE", global = true, default_value = "Leptos.toml", value_name = "FILE")]
    pub leptos_file: PathBuf,
}

impl DataConfig {
    /// The database's URL.
    #[must_use]
    pub fn database_url(&self) -> String {
        self.database_url.clone().unwrap_or_else(|| format!("sqlite://{}/workshops.db", self.data_dir.display()))
    }

    /// The secret's file.
    #[must_use]
    pub fn secret_file(&self) -> PathBuf {
        self.secret_file.clone().unwrap_or_else(|| self.data_dir.join("secret"))
    }

    /// The time zone, from the database of time zones in the program.
    ///
    /// # Errors
    /// [`Error::Setup`] if there is none of this name.
    pub fn time_zone(&self) -> Result<jiff::tz::TimeZone> {
        jiff::tz::TimeZone::get(&self.time_zone)
            .map_err(|_| Error::Setup(format!("there is no time zone {:?}; try Europe/Amsterdam", self.time_zone)))
    }

    /// Makes the data folder if it is missing, readable by this user alone.
    ///
    /// # Errors
    /// [`Error::Setup`] if it can't be made.
    pub fn make_folder(&self) -> Result<()> {
        use std::os::unix::fs::DirBuilderExt;
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.data_dir).map_err(|error| {
            Error::Setup(format!("the data folder {} can't be made: {error}", self.data_dir.display()))
        })
    }
}

impl ServeConfig {
    /// The address that browsers use, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> String {
        match (&self.base_url, &self.listen) {
            (Some(url), _) => url.trim_end_matches('/').to_owned(),
            (None, Listen::Tcp(address)) => format!("http://{address}"),
            (None, Listen::Unix(_) | Listen::Systemd) => "http://localhost".to_owned(),
        }
    }
}

/// Reads the address that browsers use.
fn base_url(text: &str) -> Result<String, String> {
    let is_origin = |rest: &str| !rest.is_empty() && !rest.contains(|c: char| "/?#@ ".contains(c));
    match text.trim_end_matches('/').split_once("://") {
        Some(("http" | "https", rest)) if is_origin(rest) => Ok(text.trim_end_matches('/').to_owned()),
        _ => Err("expected https://HOST or http://HOST:PORT, without a path".to_owned()),
    }
}

/// Where to listen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listen {
    /// At a TCP address.
    Tcp(SocketAddr),
    /// At a Unix socket.
    Unix(PathBuf),
    /// At the socket that systemd passed.
    Systemd,
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(f),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
            Self::Systemd => f.write_str("systemd"),
        }
    }
}

impl FromStr for Listen {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "systemd" {
            return Ok(Self::Systemd);
        }
        if let Some(path) = text.strip_prefix("unix:") {
            return Ok(Self::Unix(path.into()));
        }
        text.parse().map(Self::Tcp).map_err(|_| "expected ADDRESS:PORT, unix:PATH or systemd".to_owned())
    }
}

/// Who may read the measurements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum MetricsReaders {
    /// Programs on this machine that come by no proxy
    #[default]
    Loopback,
    /// Nobody
    Off,
    /// Whoever reaches the server
    All,
}

/// A network whose `X-Forwarded-For` is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrustedProxy(IpNet);

impl TrustedProxy {
    /// Whether the address is of this network.
    #[must_use]
    pub fn covers(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }
}

impl FromStr for TrustedProxy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let network = text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        network.map(Self).map_err(|_| "expected an address or a network such as 10.0.0.0/8".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_to_listen_is_an_address_a_path_or_systemd() {
        assert_eq!("127.0.0.1:80".parse(), Ok(Listen::Tcp(([127, 0, 0, 1], 80).into())));
        assert_eq!("unix:/run/w.sock".parse(), Ok(Listen::Unix("/run/w.sock".into())));
        assert_eq!("systemd".parse(), Ok(Listen::Systemd));
        assert!("localhost".parse::<Listen>().is_err());
    }

    #[test]
    fn a_proxy_is_an_address_or_a_network() {
        let covers = |network: &str, address: &str| {
            network.parse::<TrustedProxy>().expect("a network").covers(address.parse().expect("an address"))
        };
        assert!(covers("127.0.0.1", "127.0.0.1"));
        assert!(covers(" 10.0.0.0/8", "::ffff:10.1.2.3"));
        assert!(!covers("10.0.0.0/8", "11.0.0.1"));
        assert!("proxy".parse::<TrustedProxy>().is_err());
    }
}
