//! `$metadata`: what a service, or an extension in it, says of itself.

use crate::edit;
use crate::input::Input;
use business_central::{Metadata, Unreadable};
use std::fmt::Write as _;

const GOOD: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="Microsoft.NAV" Alias="NAV" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EnumType Name="status"><Member Name="_x0020_" Value="0"/><Member Name="Open &amp; Shut"/></EnumType>
<TypeDefinition Name="code" UnderlyingType="Edm.String"/>
<EntityType Name="base" Abstract="true"><Key><PropertyRef Name="id"/></Key>
<Property Name="id" Type="Edm.Guid" Nullable="false"/></EntityType>
<EntityType Name="order" BaseType="NAV.base">
<Property Name="number" Type="NAV.code" MaxLength="20"><Annotation Term="Common.Label" String="No."/></Property>
<Property Name="total" Type="Edm.Decimal"><Annotation Term="Org.OData.Core.V1.Computed"/></Property>
<Property Name="status" Type="Microsoft.NAV.status"/>
<NavigationProperty Name="lines" Type="Collection(NAV.line)">
<ReferentialConstraint Property="id" ReferencedProperty="documentId"/></NavigationProperty></EntityType>
<EntityType Name="line"><Key><PropertyRef Name="documentId"/></Key>
<Property Name="documentId" Type="Edm.Guid"/></EntityType>
<Action Name="post" IsBound="true"><Parameter Name="b" Type="NAV.order"/></Action>
<EntityContainer Name="NAV"><EntitySet Name="orders" EntityType="NAV.order">
<NavigationPropertyBinding Path="lines" Target="orderLines"/></EntitySet>
<EntitySet Name="orderLines" EntityType="NAV.line"/></EntityContainer>
<Annotations Target="NAV.NAV/orders"><Annotation Term="Org.OData.Capabilities.V1.DeleteRestrictions"><Record>
<PropertyValue Property="Deletable" Bool="false"/></Record></Annotation></Annotations>
</Schema></edmx:DataServices></edmx:Edmx>"#;

/// The most fields that a portal can be made to hold.
const MOST_FIELDS: usize = 100_000;

/// Metadata describes what its document names and nothing else, in bounds that no document can break, and comes back from
/// the cache as it was.
pub fn edmx(data: &[u8]) {
    let mut input = Input::new(data);
    let xml = match input.choice(32) {
        // Seldom, for it takes a while.
        3 if input.rest().len() == 2 => {
            return check_growth(usize::from(input.byte() / 4), usize::from(input.byte()) * 8);
        }
        case if case % 3 == 0 => edit::bytes(GOOD, input.rest()),
        case if case % 3 == 1 => input.text().into_owned(),
        _ => GOOD.replace("</Schema>", &format!("{}</Schema>", input.text())),
    };
    let metadata = match Metadata::parse(&xml) {
        Ok(metadata) => metadata,
        Err(unreadable) => {
            assert!(xml != GOOD, "good metadata was refused: {unreadable}");
            let is_blank = xml.trim_start_matches('\u{feff}').trim().is_empty();
            assert_eq!(unreadable == Unreadable::Empty, is_blank, "{unreadable:?}");
            return;
        }
    };
    assert!(!metadata.entity_sets.is_empty());
    let kept = metadata.to_json();
    assert_eq!(Metadata::from_json(&kept).as_ref(), Some(&metadata), "the cache keeps something else");
    let said = unescaped(&xml);
    let is_said = |name: &str| assert!(said.contains(name), "{name:?} was never said");
    // A full name is a namespace and a name.
    let is_said_in_full = |name: &str| name.split('.').for_each(is_said);
    for set in &metadata.entity_sets {
        is_said(&set.name);
        is_said_in_full(&set.entity_type);
        set.bindings
            .iter()
            .for_each(|(path, target)| [path, target].into_iter().for_each(|name| is_said(name)));
    }
    for one in &metadata.types {
        is_said_in_full(&one.name);
        one.key.iter().chain(&one.actions).for_each(|name| is_said(name));
        let mut names: Vec<&str> = one.properties.iter().map(|property| &*property.name).collect();
        names.iter().for_each(|name| is_said(name));
        names.sort_unstable();
        assert!(names.windows(2).all(|two| two[0] != two[1]), "a field would be shown twice");
        // A text may be in pieces, around comments and the like.
        let labels = one.properties.iter().filter_map(|property| property.label.as_deref());
        labels.flat_map(str::chars).for_each(|character| is_said(character.encode_utf8(&mut [0; 4])));
        one.navigations.iter().for_each(|navigation| is_said(&navigation.name));
    }
    metadata.enums.iter().flat_map(|one| &one.members).for_each(|member| is_said(member));
}

/// A type with so many fields, and so many types that inherit them: what it describes grows faster than it does.
fn check_growth(fields: usize, types: usize) {
    let mut schema = String::from("<EntityType Name=\"family\">");
    for field in 0..fields {
        let _ = write!(schema, "<Property Name=\"f{field}\" Type=\"Edm.String\"/>");
    }
    schema.push_str("</EntityType>");
    for one in 0..types {
        let _ = write!(schema, "<EntityType Name=\"t{one}\" BaseType=\"NAV.family\"/>");
    }
    let metadata = Metadata::parse(&GOOD.replace("</Schema>", &format!("{schema}</Schema>")));
    let described = fields * (types + 1);
    match metadata {
        Ok(metadata) => {
            let fields: usize = metadata.types.iter().map(|one| one.properties.len()).sum();
            assert!(fields <= MOST_FIELDS && fields > described, "{fields} fields");
        }
        Err(_) => assert!(described > MOST_FIELDS - 10, "{described} fields are not too many"),
    }
}

/// `xml` with its references replaced wherever they stand, and with itself: what stands in CDATA has none.
fn unescaped(xml: &str) -> String {
    let mut text = xml.to_owned();
    let mut rest = xml;
    text.push('\n');
    while let Some((plain, reference)) = rest.split_once('&') {
        text.push_str(plain);
        let (name, behind) = reference.split_once(';').unwrap_or((reference, ""));
        let number = name.strip_prefix('#').map(|number| match number.strip_prefix('x') {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        });
        let character = match (name, number) {
            ("lt", _) => Some('<'),
            ("gt", _) => Some('>'),
            ("amp", _) => Some('&'),
            ("quot", _) => Some('"'),
            ("apos", _) => Some('\''),
            (_, Some(Ok(number))) => char::from_u32(number),
            _ => None,
        };
        text.extend(character);
        rest = if character.is_some() { behind } else { reference };
    }
    text + rest
}
