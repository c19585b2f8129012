//! Listening, and stopping in good order.

use crate::{
    accept,
    config::{Listen, ServeConfig},
    connection::{Limits, Patient},
    error::{Error, Result},
    opening,
    random::Random,
    router::router,
    service::Services,
    state::{AppState, Web, Within},
    web::{
        starting::{self, Starting},
        stopping::Stopping,
    },
};
use axum::{Router, serve::ListenerExt};
use leptos::config::{LeptosOptions, get_configuration};
use std::{
    fs,
    path::Path,
    pin::pin,
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpSocket, UnixListener},
    signal::unix::{SignalKind, signal},
    time::timeout,
};

/// How many connections wait to be taken in: a whole school opens the page in one second, and with tokio's 128 the
/// rest of it would wait for the kernel's next try.
const BACKLOG: u32 = 4096;

/// How long requests that had begun get to finish.
const GRACE: Duration = Duration::from_secs(10);

/// How long the database may take to open before we listen. What takes longer is waited for while everyone is told to
/// come back.
const PROMPTLY: Duration = Duration::from_secs(1);

/// How long the database may take to say good-bye.
const FAREWELL: Duration = Duration::from_secs(2);

/// Serves until the process is asked to stop, from when `open` gives the services; it is tried again while the database
/// can't be reached.
///
/// # Errors
/// [`Error::Setup`] if the address can't be listened at or the site isn't there; what `open` fails with and doesn't pass
/// by itself.
pub async fn serve(
    config: &ServeConfig,
    random: Arc<dyn Random>,
    open: impl AsyncFn() -> Result<Services>,
) -> Result<()> {
    let base_url = config.base_url();
    let leptos = leptos_options(&config.leptos_file)?;
    let web = Arc::new(Web {
        is_https: base_url.starts_with("https://"),
        origin: base_url.clone(),
        stylesheet: stylesheet(&leptos),
        // Leptos puts its script into pages if this variable is set.
        reload_port: std::env::var_os("LEPTOS_WATCH").map(|_| leptos.reload_port),
        trusted_proxies: config.trusted_proxies.clone(),
        metrics: config.metrics,
    });
    let stopping = Stopping::default();
    let starting = Starting { leptos, web, stopping: stopping.clone(), random };
    let mut opening = pin!(opening::when_reachable(open));
    let opened = timeout(PROMPTLY, &mut opening).await;
    stop_on_signal(stopping.clone())?;
    let services = match opened {
        Ok(opened) => {
            let services = Arc::new(opened?);
            let app = all_routes(&starting, Arc::clone(&services));
            let listener = listener(&config.listen)?;
            tracing::info!("serving at {base_url}");
            answer(listener, app, stopping).await;
            services
        }
        Err(_) => {
            let serving = Arc::new(OnceLock::new());
            let app = starting::router(starting.clone(), Arc::clone(&serving));
            let mut answering = pin!(answer(listener(&config.listen)?, app, stopping));
            let services = tokio::select! {
                () = &mut answering => return Ok(()),
                opened = &mut opening => Arc::new(opened?),
            };
            serving.get_or_init(|| all_routes(&starting, Arc::clone(&services)));
            tracing::info!("serving at {base_url}");
            answering.await;
            services
        }
    };
    // What didn't finish in its time may still hold connections: it isn't waited for again.
    let _ = timeout(FAREWELL, services.store.close()).await;
    Ok(())
}

/// All routes over these services, whose listeners are told what other processes change until the process stops.
fn all_routes(starting: &Starting, services: Arc<Services>) -> Router {
    let Starting { leptos, web, stopping, .. } = starting.clone();
    let (live, asked) = (Arc::clone(&services.live), stopping.asked());
    tokio::spawn(Arc::clone(&live).follow());
    tokio::spawn(async move {
        asked.await;
        live.stop();
    });
    router(AppState::new(Within { services, leptos, web, stopping, overload: Arc::default() }))
}

/// Answers whoever comes until the process stops.
async fn answer(listener: Listener, app: Router, stopping: Stopping) {
    // Until what was begun is done, whoever comes is still taken in, and told to come back.
    let done = stopping.clone().done();
    let limits = Limits::default();
    match listener {
        Listener::Tcp(listener) => {
            // A part of an answer mustn't wait until the one before it is confirmed.
            let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
            finish(accept::serve(Patient::new(listener, limits), app, done), stopping).await;
        }
        Listener::Unix(listener) => finish(accept::serve(Patient::new(listener, limits), app, done), stopping).await,
    }
}

/// Waits for the server, and once it is to stop no longer than [`GRACE`].
async fn finish(server: impl Future<Output = ()>, stopping: Stopping) {
    tokio::select! {
        () = server => {}
        () = async { stopping.asked().await; tokio::time::sleep(GRACE).await } => {
            tracing::warn!(seconds = GRACE.as_secs(), "some requests didn't finish in time");
        }
    }
}

enum Listener {
    Tcp(TcpListener),
    Unix(UnixListener),
}

fn listener(listen: &Listen) -> Result<Listener> {
    let cannot = |error: std::io::Error| Error::Setup(format!("can't listen at {listen}: {error}"));
    match listen {
        Listen::Tcp(address) => {
            let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }.map_err(cannot)?;
            socket.set_reuseaddr(true).map_err(cannot)?;
            socket.bind(*address).map_err(cannot)?;
            Ok(Listener::Tcp(socket.listen(BACKLOG).map_err(cannot)?))
        }
        Listen::Unix(path) => {
            // What an earlier run left behind; a file that is no socket stays, and binding says so.
            if fs::metadata(path).is_ok_and(|file| std::os::unix::fs::FileTypeExt::is_socket(&file.file_type())) {
                fs::remove_file(path).map_err(cannot)?;
            }
            Ok(Listener::Unix(UnixListener::bind(path).map_err(cannot)?))
        }
        Listen::Systemd => {
            let mut passed = listenfd::ListenFd::from_env();
            if let Ok(Some(listener)) = passed.take_tcp_listener(0) {
                listener.set_nonblocking(true).map_err(cannot)?;
                return Ok(Listener::Tcp(TcpListener::from_std(listener).map_err(cannot)?));
            }
            match passed.take_unix_listener(0) {
                Ok(Some(listener)) => {
                    listener.set_nonblocking(true).map_err(cannot)?;
                    Ok(Listener::Unix(UnixListener::from_std(listener).map_err(cannot)?))
                }
                _ => Err(Error::Setup("systemd passed no socket (LISTEN_FDS)".to_owned())),
            }
        }
    }
}

/// The Leptos options of a file. The site is found beside the file, so the program runs from any folder.
///
/// # Errors
/// [`Error::Setup`] if the file can't be read or the site isn't there.
pub fn leptos_options(file: &Path) -> Result<LeptosOptions> {
    if !file.is_file() {
        return Err(Error::Setup(format!(
            "there is no {} here; run in the folder that has it, or name it with --leptos-file",
            file.display()
        )));
    }
    let mut options = get_configuration(Some(&file.display().to_string()))
        .map_err(|error| {
            Error::Setup(format!("the file {} with the Leptos options can't be read: {error}", file.display()))
        })?
        .leptos_options;
    let folder = file.parent().unwrap_or(Path::new(""));
    let root = folder.join(&*options.site_root);
    if !root.join(&*options.site_pkg_dir).is_dir() {
        return Err(Error::Setup(format!(
            "the built pages aren't at {}; run `make build`, or name the Leptos.toml beside them with --leptos-file",
            root.display()
        )));
    }
    options.site_root = root.display().to_string().into();
    Ok(options)
}

/// The path of the stylesheet, with the hash of its content as Leptos writes it beside the program.
fn stylesheet(leptos: &LeptosOptions) -> String {
    let hash = || {
        let beside = std::env::current_exe().ok()?.with_file_name(&*leptos.hash_file);
        let hashes = fs::read_to_string(beside).ok()?;
        let hash = hashes.lines().find_map(|line| line.strip_prefix("css:"))?;
        Some(format!(".{}", hash.trim()))
    };
    let hash = if leptos.hash_files { hash() } else { None };
    format!("/{}/{}{}.css", leptos.site_pkg_dir, leptos.output_name, hash.unwrap_or_default())
}

/// Begins to stop when the process is asked to.
fn stop_on_signal(stopping: Stopping) -> Result<()> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: finishing what was begun");
        stopping.begin();
    });
    Ok(())
}
