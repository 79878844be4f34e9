//! `danchieu index --watch`: again, whenever something changes.

use super::ui::{Done, Ui};
use crate::{Error, ErrorKind};
use notify::{EventKind, RecursiveMode, Watcher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

/// A program that saves a file touches it several times: nothing is read before it has
/// been quiet for so long…
const QUIET: Duration = Duration::from_millis(400);
/// …or this long has passed.
const PATIENCE: Duration = Duration::from_secs(10);
/// Folders on a network do not tell of changes: they are looked at as often.
const LOOK: Duration = Duration::from_secs(60);

/// What ends a wait.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Signal {
    Changed,
    /// Ctrl-C.
    End,
}

/// Calls `run` again whenever something below `paths` changes, until Ctrl-C.
///
/// The index itself finds out what has changed, so one signal stands for any number of
/// events, and an event that was lost costs a minute.
pub(super) fn watch(
    paths: &[PathBuf],
    store: &Path,
    ui: &mut Ui,
    run: &mut dyn FnMut(&mut Ui) -> Done,
) -> Done {
    let (sender, signals) = sync_channel(1);
    end_on_interrupt()?;
    let _watcher = watcher(paths, store, sender, ui);
    ui.note("watching for changes; Ctrl-C ends it");
    // What changed before the watcher was there has told nobody.
    let mut signal = Signal::Changed;
    while signal == Signal::Changed {
        run(ui)?;
        ui.out().flush()?;
        signal = wait(&signals);
    }
    Ok(())
}

/// True after Ctrl-C.
static IS_ENDED: std::sync::atomic::AtomicBool =
    std::sync::atomic::AtomicBool::new(false);

fn is_ended() -> bool {
    IS_ENDED.load(std::sync::atomic::Ordering::Relaxed)
}

/// The first Ctrl-C ends the wait, or the watch after the run at work; a second one ends
/// the program at once, which leaves the store as it was before that run.
#[expect(clippy::exit, reason = "a person who asks twice does not want to wait")]
fn end_on_interrupt() -> Result<(), Error> {
    let handler = || {
        if IS_ENDED.swap(true, std::sync::atomic::Ordering::Relaxed) {
            std::process::exit(130);
        }
    };
    ctrlc::set_handler(handler)
        .map_err(|e| Error::new(ErrorKind::Io, "cannot wait for Ctrl-C").because(e))
}

/// Waits until something has changed and it is quiet again, or for Ctrl-C.
fn wait(signals: &Receiver<()>) -> Signal {
    const TICK: Duration = Duration::from_millis(100);
    let look = Instant::now() + LOOK;
    let mut first: Option<Instant> = None;
    let mut last = Instant::now();
    loop {
        if is_ended() {
            return Signal::End;
        }
        match signals.recv_timeout(TICK) {
            Ok(()) => {
                last = Instant::now();
                first.get_or_insert(last);
            }
            // Without a watcher there is still the look from time to time.
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(TICK),
            Err(RecvTimeoutError::Timeout) => {}
        }
        let is_due = first
            .is_some_and(|first| last.elapsed() >= QUIET || first.elapsed() >= PATIENCE);
        if is_due || Instant::now() >= look {
            return Signal::Changed;
        }
    }
}

/// Makes the watcher: it sends at most one signal that waits to be taken.
///
/// Where the system does not watch (too many folders, a network), that is told: there is
/// still the look from time to time.
fn watcher(
    paths: &[PathBuf],
    store: &Path,
    sender: SyncSender<()>,
    ui: &Ui,
) -> Option<notify::RecommendedWatcher> {
    let store = store.canonicalize().unwrap_or_else(|_| store.to_owned());
    let tell = move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| matters(&event, &store)) {
            // One that already waits says the same.
            let _ = sender.try_send(());
        }
    };
    let slow = |path: &Path, error: &notify::Error| {
        ui.note(&format!(
            "{}: cannot be watched, and is looked at every {} s: {error}",
            path.display(),
            LOOK.as_secs()
        ));
    };
    let started = notify::recommended_watcher(tell);
    let first = paths.first().map_or(Path::new("."), PathBuf::as_path);
    let mut watcher = started.inspect_err(|error| slow(first, error)).ok()?;
    for path in paths {
        let path = path.canonicalize().unwrap_or_else(|_| path.clone());
        // Programs save a file by putting another in its place: its folder is watched.
        let (at, mode) = if path.is_dir() {
            (path.as_path(), RecursiveMode::Recursive)
        } else {
            (path.parent().unwrap_or(&path), RecursiveMode::NonRecursive)
        };
        if let Err(error) = watcher.watch(at, mode) {
            slow(at, &error);
        }
    }
    Some(watcher)
}

/// Says that an event may be that of a document: not of the store, whose writing would
/// wake the watch for ever, and not a mere look at a file.
fn matters(event: &notify::Event, store: &Path) -> bool {
    let is_look = matches!(event.kind, EventKind::Access(_));
    let is_inside = |path: &PathBuf| path.starts_with(store);
    !is_look && (event.paths.is_empty() || !event.paths.iter().all(is_inside))
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{AccessKind, CreateKind};

    #[test]
    fn the_store_does_not_wake_its_own_watch() {
        let event = |kind, path: &str| notify::Event::new(kind).add_path(path.into());
        let created = EventKind::Create(CreateKind::File);
        let store = Path::new("/c/store");
        assert!(matters(&event(created, "/c/a.txt"), store));
        assert!(!matters(&event(created, "/c/store/gen-000001/x"), store));
        // A folder may have the name of a store, and a list says what is not read.
        assert!(matters(&event(created, "/.danchieu-docs/a.txt"), store));
        assert!(matters(&event(created, "/c/.danchieuignore"), store));
        let looked = EventKind::Access(AccessKind::Read);
        assert!(!matters(&event(looked, "/c/a.txt"), store));
    }
}
