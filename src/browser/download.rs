//! A file for the user, written piece by piece: straight to the disk where the browser can (File System Access,
//! `showSaveFilePicker`), else gathered by the browser and downloaded at the end.

use js_sys::{Array, Function, Object, Promise, Reflect};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Text gathered before it becomes a part of its own, in bytes: the browser may then keep it outside of its memory. A
/// part of a megabyte would take a slow processor a twentieth of a second at a stretch.
const PART: usize = 1 << 18;
/// For how long the browser can read what is being downloaded.
const KEPT: Duration = Duration::from_mins(1);

/// A file being written. Dropped before [`Download::finish`], it is given up.
pub struct Download {
    name: String,
    kind: &'static str,
    target: Target,
}

enum Target {
    Disk { file: JsValue, stream: JsValue },
    Parts { parts: Array, text: String },
    Finished,
}

/// Why there is no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoFile {
    /// The user chose none.
    #[error("no file was chosen")]
    NotChosen,
    /// The browser could not write: the disk is full, or the file is in use.
    #[error("the browser could not write the file")]
    NotWritten,
}

impl Download {
    /// A file that is to be called `name`, of the media type `kind`. Where the browser asks for the place, it must be
    /// called upon a click.
    ///
    /// # Errors
    /// [`NoFile::NotChosen`].
    pub async fn open(name: &str, kind: &'static str) -> Result<Self, NoFile> {
        let gathered = Target::Parts { parts: Array::new(), text: String::new() };
        let target = match choose(name) {
            None => gathered,
            Some(choice) => match stream(choice).await {
                Ok(target) => target,
                Err(error) if is_named(&error, "AbortError") => return Err(NoFile::NotChosen),
                // Not allowed here, such as in a frame.
                Err(_) => gathered,
            },
        };
        Ok(Self { name: name.to_owned(), kind, target })
    }

    /// Writes `more` behind what was written.
    ///
    /// # Errors
    /// [`NoFile::NotWritten`].
    pub async fn write(&mut self, more: &str) -> Result<(), NoFile> {
        match &mut self.target {
            Target::Disk { stream, .. } => call(stream, "write", &[more.into()]).await.map(drop),
            Target::Parts { parts, text } => {
                text.push_str(more);
                if text.len() >= PART { part(parts, text, self.kind) } else { Ok(()) }
            }
            Target::Finished => Err(NoFile::NotWritten),
        }
    }

    /// Ends the file: now it is on the disk, or the browser downloads it.
    ///
    /// # Errors
    /// [`NoFile::NotWritten`].
    pub async fn finish(mut self) -> Result<(), NoFile> {
        match std::mem::replace(&mut self.target, Target::Finished) {
            Target::Disk { stream, .. } => call(&stream, "close", &[]).await.map(drop),
            Target::Parts { parts, mut text } => {
                part(&parts, &mut text, self.kind)?;
                let whole = blob(&parts, self.kind).ok_or(NoFile::NotWritten)?;
                hand_over(&whole, &self.name).ok_or(NoFile::NotWritten)
            }
            Target::Finished => Ok(()),
        }
    }
}

impl Drop for Download {
    fn drop(&mut self) {
        if let Target::Disk { file, stream } = std::mem::replace(&mut self.target, Target::Finished) {
            wasm_bindgen_futures::spawn_local(async move {
                let _ = call(&stream, "abort", &[]).await;
                // The file was made empty when it was chosen. Not every browser can take it away.
                let _ = call(&file, "remove", &[]).await;
            });
        }
    }
}

/// Asks the user for the place; none where the browser can't.
fn choose(name: &str) -> Option<Promise> {
    let window = web_sys::window()?;
    let ask: Function = Reflect::get(&window, &"showSaveFilePicker".into()).ok()?.dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"suggestedName".into(), &name.into()).ok()?;
    ask.call1(&window, &options).ok()?.dyn_into().ok()
}

async fn stream(choice: Promise) -> Result<Target, JsValue> {
    let file = JsFuture::from(choice).await?;
    let create: Function = Reflect::get(&file, &"createWritable".into())?.dyn_into()?;
    let stream = JsFuture::from(create.call0(&file)?.dyn_into::<Promise>()?).await?;
    Ok(Target::Disk { file, stream })
}

fn is_named(error: &JsValue, name: &str) -> bool {
    Reflect::get(error, &"name".into()).is_ok_and(|found| found == name)
}

/// Calls a method that answers with a promise.
async fn call(object: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, NoFile> {
    let called = Reflect::get(object, &method.into())
        .and_then(|method| method.dyn_into::<Function>()?.apply(object, &arguments.iter().collect()))
        .and_then(JsCast::dyn_into::<Promise>);
    match called {
        Ok(promise) => JsFuture::from(promise).await.map_err(|_| NoFile::NotWritten),
        Err(_) => Err(NoFile::NotWritten),
    }
}

/// Makes a part of `text`, and empties it.
fn part(parts: &Array, text: &mut String, kind: &str) -> Result<(), NoFile> {
    let made = blob(&Array::of1(&std::mem::take(text).into()), kind).ok_or(NoFile::NotWritten)?;
    parts.push(&made);
    Ok(())
}

fn blob(parts: &Array, kind: &str) -> Option<web_sys::Blob> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    web_sys::Blob::new_with_blob_sequence_and_options(parts, &options).ok()
}

/// Has the browser download `whole`, as a click on a link with `download` does.
fn hand_over(whole: &web_sys::Blob, name: &str) -> Option<()> {
    let address = web_sys::Url::create_object_url_with_blob(whole).ok()?;
    let link = super::element::element("a").attribute("href", &address).attribute("download", name);
    link.raw().click();
    wasm_bindgen_futures::spawn_local(async move {
        super::clock::wait(KEPT).await;
        let _ = web_sys::Url::revoke_object_url(&address);
    });
    Some(())
}
