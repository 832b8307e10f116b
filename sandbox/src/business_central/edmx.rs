//! `$metadata`: the schema as EDMX (OData CSDL XML 4.0), with the annotations that Business Central writes.

use super::schema::{Api, COMPANY, EntityType, Kind, Navigation, Property};
use super::text::put;

/// The complex types of `entityDefinitions`: name, and the properties with their types.
const COMPLEX: [(&str, &[(&str, &str)]); 4] = [
    ("entityMetadataLabel", &[("languageCode", "Edm.Int32"), ("caption", "Edm.String")]),
    ("entityMetadataField", &[("name", "Edm.String"), ("captions", LABELS)]),
    ("entityMetadataAction", &[("name", "Edm.String"), ("captions", LABELS)]),
    ("entityMetadataEnumMember", &[("name", "Edm.String"), ("value", "Edm.Int32"), ("captions", LABELS)]),
];
const LABELS: &str = "Collection(Microsoft.NAV.entityMetadataLabel)";

/// The whole document of one route.
pub(super) fn document(api: &Api) -> String {
    let mut out = String::from(concat!(
        r#"<?xml version="1.0" encoding="utf-8"?>"#,
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>"#,
        r#"<Schema Namespace="Microsoft.NAV" xmlns="http://docs.oasis-open.org/odata/ns/edm">"#
    ));
    definitions(&mut out);
    api.all().for_each(|kind| entity_type(api, kind, &mut out));
    for enumeration in api.enumerations {
        put(&mut out, format_args!(r#"<EnumType Name="{}">"#, enumeration.name));
        for member in enumeration.members {
            put(&mut out, format_args!(r#"<Member Name="{}" Value="{}" />"#, member.name, member.value));
        }
        out.push_str("</EnumType>");
    }
    out.push_str(r#"<EntityContainer Name="NAV">"#);
    out.push_str(r#"<EntitySet Name="entityDefinitions" EntityType="Microsoft.NAV.entityMetadata" />"#);
    api.all().for_each(|kind| entity_set(kind, &mut out));
    out.push_str("</EntityContainer>");
    for kind in api.all() {
        for back in kind.navigations.iter().filter(|navigation| is_back_link(navigation)) {
            put(
                &mut out,
                format_args!(r#"<Annotations Target="Microsoft.NAV.{}/{}">"#, kind.name, back.name),
            );
            out.push_str(
                r#"<Annotation Term="Microsoft.NAV.IsBidirectionalPartnerNavigation" Bool="true" />"#,
            );
            out.push_str("</Annotations>");
        }
    }
    out.push_str("</Schema></edmx:DataServices></edmx:Edmx>");
    out
}

fn definitions(out: &mut String) {
    out.push_str(r#"<EntityType Name="entityMetadata"><Key><PropertyRef Name="entityName" /></Key>"#);
    for (name, kind) in [
        ("entityName", "Edm.String"),
        ("entitySetName", "Edm.String"),
        ("entityCaptions", LABELS),
        ("entitySetCaptions", LABELS),
        ("properties", "Collection(Microsoft.NAV.entityMetadataField)"),
        ("actions", "Collection(Microsoft.NAV.entityMetadataAction)"),
        ("enumMembers", "Collection(Microsoft.NAV.entityMetadataEnumMember)"),
    ] {
        described(name, kind, name != "entitySetName", out);
    }
    out.push_str("</EntityType>");
    for (name, properties) in COMPLEX {
        put(out, format_args!(r#"<ComplexType Name="{name}">"#));
        for (name, kind) in properties {
            described(name, kind, true, out);
        }
        out.push_str("</ComplexType>");
    }
}

/// A property of a definition; collections are empty rather than null, and say nothing about it.
fn described(name: &str, kind: &str, required: bool, out: &mut String) {
    let nullable = if required && kind.starts_with("Edm.") { r#" Nullable="false""# } else { "" };
    put(out, format_args!(r#"<Property Name="{name}" Type="{kind}"{nullable} />"#));
}

/// Whether a relation was made to lead back: from a part to what it is a part of.
fn is_back_link(navigation: &Navigation) -> bool {
    navigation.partner.is_some() && !navigation.many && navigation.on.is_some_and(|(_, other)| other == "id")
}

fn entity_type(api: &Api, kind: &EntityType, out: &mut String) {
    put(out, format_args!(r#"<EntityType Name="{}"><Key>"#, kind.name));
    for name in kind.key {
        put(out, format_args!(r#"<PropertyRef Name="{name}" />"#));
    }
    out.push_str("</Key>");
    kind.properties.iter().for_each(|of| property(of, out));
    kind.navigations.iter().for_each(|of| navigation(of, out));
    if kind.is(&COMPANY) {
        for set in api.types {
            put(
                out,
                format_args!(
                    r#"<NavigationProperty Name="{}" Type="Collection(Microsoft.NAV.{})" ContainsTarget="true" />"#,
                    set.set, set.name
                ),
            );
        }
    }
    out.push_str("</EntityType>");
}

fn property(property: &Property, out: &mut String) {
    put(out, format_args!(r#"<Property Name="{}" Type="{}""#, property.name, property.kind.edm()));
    if property.required {
        out.push_str(r#" Nullable="false""#);
    }
    if property.max_length > 0 {
        put(out, format_args!(r#" MaxLength="{}""#, property.max_length));
    }
    if matches!(property.kind, Kind::Decimal) {
        out.push_str(r#" Scale="Variable""#);
    }
    out.push_str(" />");
}

fn navigation(navigation: &Navigation, out: &mut String) {
    let target = navigation.target.name;
    put(out, format_args!(r#"<NavigationProperty Name="{}""#, navigation.name));
    if navigation.many {
        put(out, format_args!(r#" Type="Collection(Microsoft.NAV.{target})""#));
    } else {
        put(out, format_args!(r#" Type="Microsoft.NAV.{target}""#));
    }
    if let Some(partner) = navigation.partner {
        put(out, format_args!(r#" Partner="{partner}""#));
    }
    if navigation.on.is_none() {
        return out.push_str(r#" ContainsTarget="true" />"#);
    }
    out.push_str(r#" ContainsTarget="true">"#);
    for (property, referenced) in navigation.pairs() {
        put(
            out,
            format_args!(
                r#"<ReferentialConstraint Property="{property}" ReferencedProperty="{referenced}" />"#
            ),
        );
    }
    out.push_str("</NavigationProperty>");
}

fn entity_set(kind: &EntityType, out: &mut String) {
    put(out, format_args!(r#"<EntitySet Name="{}" EntityType="Microsoft.NAV.{}">"#, kind.set, kind.name));
    capabilities(kind, out);
    out.push_str("</EntitySet>");
}

fn capabilities(kind: &EntityType, out: &mut String) {
    let allowed = kind.capabilities;
    for (term, property, yes) in [
        ("ChangeTracking", "Supported", false),
        ("DeleteRestrictions", "Deletable", allowed.delete),
        ("InsertRestrictions", "Insertable", allowed.insert),
        ("UpdateRestrictions", "Updatable", allowed.update),
        ("SortRestrictions", "Sortable", kind.sortable),
    ] {
        put(
            out,
            format_args!(
                concat!(
                    r#"<Annotation Term="Org.OData.Capabilities.V1.{term}"><Record>"#,
                    r#"<PropertyValue Property="{property}" Bool="{yes}" /></Record></Annotation>"#
                ),
                term = term,
                property = property,
                yes = yes
            ),
        );
    }
}
