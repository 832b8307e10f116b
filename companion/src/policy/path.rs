//! The resource path below a route: what it is, and whether it is allowed.

use http::Method;

use super::access::Access;
use super::aliases::STREAMS;
use super::segment::{Segment, Suffix};
use crate::Refusal;
use crate::refusal::Kind;

/// Deeper than any honest address: a company, a document, its lines, an item, its picture, the bytes.
const MOST_SEGMENTS: usize = 12;

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resource {
    /// The service document or `$metadata`.
    Description,
    /// `$batch`.
    Batch,
    /// A set, an entity, a property, a count.
    Data,
    /// A medium's bytes, or a property's bare value.
    Stream,
    /// A bound action.
    Action,
}

/// Reads decoded `segments` and checks every name in them.
///
/// The last set or navigation must allow `method`; those before it, reading. A bound action must be granted by name on
/// the set that it is bound to. References (`$ref`) are never written: that would change a record without naming its set.
pub(super) fn check(
    access: &Access,
    segments: &[String],
    method: &Method,
) -> Result<(Vec<Segment>, Resource), Refusal> {
    if segments.len() > MOST_SEGMENTS {
        return Err(Refusal::malformed("the path has too many segments"));
    }
    let segments: Vec<Segment> =
        segments.iter().map(|text| Segment::parse(text)).collect::<Result<_, _>>()?;
    let reads = matches!(*method, Method::GET | Method::HEAD);
    let resource = match segments.as_slice() {
        [] | [Segment::Metadata] => Resource::Description,
        [Segment::Batch] if *method == Method::POST => return Ok((segments, Resource::Batch)),
        [Segment::Batch] => return Err(Refusal::new(Kind::Method, "a batch is sent by POST")),
        data => walk(access, data, method)?,
    };
    if resource == Resource::Description && !reads {
        return Err(Refusal::forbidden("a description can only be read"));
    }
    Ok((segments, resource))
}

fn walk(access: &Access, segments: &[Segment], method: &Method) -> Result<Resource, Refusal> {
    let reads = matches!(*method, Method::GET | Method::HEAD);
    let misplaced = Refusal::malformed("the path has a segment in the wrong place");
    let (names, end) = match segments {
        [names @ .., end @ (Segment::Action { .. } | Segment::Suffix(_))] => (names, Some(end)),
        names => (names, None),
    };
    let mut named = names.iter().map(|segment| match segment {
        Segment::Named { name, key } => Ok((name.as_str(), key.is_some())),
        _ => Err(misplaced.clone()),
    });
    let mut names: Vec<(&str, bool)> = named.by_ref().collect::<Result<_, _>>()?;
    // The bytes of a medium belong to the entity before them.
    let stream = names.len() > 1 && names.last().is_some_and(|(name, key)| STREAMS.contains(name) && !key);
    if stream {
        names.pop();
    }
    let Some(((last, _), before)) = names.split_last() else { return Err(misplaced) };
    if !before.iter().all(|(name, _)| access.allows(name, &Method::GET)) {
        return Err(Refusal::forbidden("the path leads over a set that isn't allowed"));
    }
    let resource = match end {
        Some(Segment::Action { name, .. }) if !stream => {
            if *method != Method::POST {
                return Err(Refusal::forbidden("an action is called by POST"));
            }
            if !access.allows(last, &Method::GET) || !access.allows_action(last, name) {
                return Err(Refusal::forbidden("this action isn't allowed"));
            }
            return Ok(Resource::Action);
        }
        Some(Segment::Suffix(Suffix::Value)) => Resource::Stream,
        Some(Segment::Suffix(Suffix::Count | Suffix::Ref)) if !stream => {
            if !reads {
                return Err(Refusal::forbidden("counts and references can only be read"));
            }
            Resource::Data
        }
        Some(_) => return Err(misplaced),
        None if stream => Resource::Stream,
        None => Resource::Data,
    };
    if !access.allows(last, method) {
        return Err(Refusal::forbidden("this method isn't allowed on this set"));
    }
    Ok(resource)
}
