use crate::{Answer, Error, Json, Kind, Metadata, Route, Service, Unreadable, metadata};

const HEAD: &str = r#"<?xml version="1.0" encoding="utf-8"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>"#;
const TAIL: &str = "</edmx:DataServices></edmx:Edmx>";
const EDM: &str = "http://docs.oasis-open.org/odata/ns/edm";

fn parse(schemas: &str) -> Result<Metadata, Unreadable> {
    Metadata::parse(&format!("{HEAD}{schemas}{TAIL}"))
}

/// As Business Central describes itself, in small.
const ORDERS: &str = r#"
<Schema Namespace="Microsoft.NAV" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EnumType Name="orderStatus"><Member Name="_x0020_" Value="0"/><Member Name="Not_x0020_Started" Value="1"/></EnumType>
  <EntityType Name="order">
    <Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.Guid" Nullable="false"/>
    <Property Name="number" Type="Edm.String" MaxLength="20"/>
    <Property Name="note" Type="Edm.String" MaxLength="max"/>
    <Property Name="sequence" Type="Edm.Int32"/>
    <Property Name="total" Type="Edm.Decimal" Scale="Variable"/>
    <Property Name="paid" Type="Edm.Boolean"/>
    <Property Name="orderDate" Type="Edm.Date"/>
    <Property Name="modified" Type="Edm.DateTimeOffset"/>
    <Property Name="status" Type="Microsoft.NAV.orderStatus"/>
    <Property Name="picture" Type="Edm.Stream"/>
    <Property Name="tags" Type="Collection(Edm.String)"/>
    <Property Name="address" Type="Microsoft.NAV.address"/>
    <Property Name="odd" Type="Edm.Duration"/>
    <NavigationProperty Name="orderLines" Type="Collection(Microsoft.NAV.orderLine)" Partner="order" ContainsTarget="true">
      <ReferentialConstraint Property="id" ReferencedProperty="documentId"/>
    </NavigationProperty>
    <NavigationProperty Name="parent" Type="Microsoft.NAV.order"/>
  </EntityType>
  <ComplexType Name="address"><Property Name="city" Type="Edm.String"/></ComplexType>
  <EntityType Name="orderLine"><Key><PropertyRef Name="documentId"/><PropertyRef Name="line"/></Key>
    <Property Name="documentId" Type="Edm.Guid"/><Property Name="line" Type="Edm.Int64"/></EntityType>
  <EntityContainer Name="NAV">
    <EntitySet Name="orders" EntityType="Microsoft.NAV.order">
      <Annotation Term="Org.OData.Capabilities.V1.DeleteRestrictions"><Record><PropertyValue Property="Deletable" Bool="false"/></Record></Annotation>
      <Annotation Term="Org.OData.Capabilities.V1.SortRestrictions"><Record><PropertyValue Property="Sortable" Bool="true"/></Record></Annotation>
    </EntitySet>
    <EntitySet Name="orderLines" EntityType="Microsoft.NAV.orderLine"/>
  </EntityContainer>
</Schema>"#;

#[test]
fn sets_lead_to_types_fields_and_related_sets() {
    let metadata = parse(ORDERS).unwrap();
    let orders = metadata.entity_set("orders").unwrap();
    assert!(orders.capabilities.insert && !orders.capabilities.delete && orders.capabilities.sort);
    let order = metadata.type_of("orders").unwrap();
    assert_eq!((order.short_name(), order.key.as_slice()), ("order", &["id".to_owned()][..]));
    let kinds: Vec<_> = order.properties.iter().map(|property| property.kind.clone()).collect();
    let status = Kind::Enum("Microsoft.NAV.orderStatus".to_owned());
    assert_eq!(
        kinds,
        [
            Kind::Guid,
            Kind::Text,
            Kind::Text,
            Kind::Integer,
            Kind::Decimal,
            Kind::Boolean,
            Kind::Date,
            Kind::DateTime,
            status,
            Kind::Stream,
            Kind::Other,
            Kind::Other,
            Kind::Other,
        ]
    );
    let number = order.property("number").unwrap();
    assert_eq!((number.max_length, number.required), (Some(20), false));
    assert!(order.property("id").unwrap().required);
    assert_eq!(order.property("note").unwrap().max_length, None);
    let lines = order.navigation("orderLines").unwrap();
    assert_eq!((lines.many, &lines.constraints[0]), (true, &("id".to_owned(), "documentId".to_owned())));
    assert_eq!(metadata.target(orders, lines).unwrap().name, "orderLines");
    assert_eq!(metadata.target(orders, order.navigation("parent").unwrap()).unwrap().name, "orders");
    assert_eq!(metadata.type_of("orderLines").unwrap().key, ["documentId", "line"]);
    assert_eq!(
        metadata.enum_type("Microsoft.NAV.orderStatus").unwrap().members,
        ["_x0020_", "Not_x0020_Started"]
    );
    assert!(metadata.entity_set("none").is_none() && metadata.type_of("none").is_none());
}

/// As other services do: several schemas, aliases, types named like their sets, inheritance, bindings, annotations apart.
#[test]
fn other_dialects_are_understood() {
    let metadata = parse(&format!(
        r#"<Schema Namespace="Cronus.Model" Alias="M" xmlns="{EDM}">
          <TypeDefinition Name="Money" UnderlyingType="Edm.Decimal"/>
          <EntityType Name="Base" Abstract="true"><Key><PropertyRef Name="ID"/></Key>
            <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
            <Property Name="Color" Type="Color"/></EntityType>
          <EntityType Name="Middle" BaseType="M.Base"><Property Name="Price" Type="M.Money"/></EntityType>
          <EntityType Name="Products" BaseType="Cronus.Model.Middle" HasStream="true">
            <Property Name="Name" Type="Edm.String"><Annotation Term="Common.Label" String="Product name"/></Property>
            <Property Name="Text" Type="Edm.String"><Annotation Term="Core.Description"><String> What it is </String></Annotation></Property>
            <NavigationProperty Name="Supplier" Type="M.Suppliers"/>
            <NavigationProperty Name="Rivals" Type="Collection(M.Products)"/>
          </EntityType>
          <EntityType Name="Suppliers" BaseType="Base"/>
          <EnumType Name="Color"><Member Name="Red"/></EnumType>
        </Schema>
        <Schema Namespace="Cronus.Service" xmlns="{EDM}">
          <EntityContainer Name="Container">
            <EntitySet Name="Products" EntityType="M.Products">
              <NavigationPropertyBinding Path="M.Special/Supplier" Target="Cronus.Service.Container/OldSuppliers"/>
              <NavigationPropertyBinding Path="Rivals" Target="Missing"/>
            </EntitySet>
            <EntitySet Name="OldSuppliers" EntityType="Cronus.Model.Suppliers"/>
            <EntitySet Name="Suppliers" EntityType="Cronus.Model.Suppliers"/>
            <Singleton Name="Me" Type="M.Base"/>
          </EntityContainer>
          <Annotations Target="Cronus.Service.Container/Products">
            <Annotation Term="Capabilities.InsertRestrictions"><Record><PropertyValue Property="Insertable"><Bool>false</Bool></PropertyValue></Record></Annotation>
          </Annotations>
          <Annotations Target="M.Middle/Price"><Annotation Term="Common.Label" String="Unit price"/></Annotations>
        </Schema>"#
    ))
    .unwrap();
    let products = metadata.entity_set("Products").unwrap();
    assert!(!products.capabilities.insert && products.capabilities.update);
    let product = metadata.type_of("Products").unwrap();
    assert_eq!(product.key, ["ID"]);
    let fields: Vec<_> =
        product.properties.iter().map(|field| (field.name.as_str(), field.label.as_deref())).collect();
    let expected = [
        ("ID", None),
        ("Color", None),
        ("Price", Some("Unit price")),
        ("Name", Some("Product name")),
        ("Text", Some("What it is")),
    ];
    assert_eq!(fields, expected);
    assert_eq!(product.property("Price").unwrap().kind, Kind::Decimal);
    assert_eq!(product.property("Color").unwrap().kind, Kind::Enum("Cronus.Model.Color".to_owned()));
    let target =
        |name| metadata.target(products, product.navigation(name).unwrap()).map(|set| set.name.as_str());
    assert_eq!((target("Supplier"), target("Rivals")), (Some("OldSuppliers"), None));
    assert_eq!(metadata.type_of("Suppliers").unwrap().key, ["ID"]);
}

#[test]
fn circles_come_to_an_end() {
    let metadata = parse(&format!(
        r#"<Schema Namespace="Edm" xmlns="{EDM}"><TypeDefinition Name="Loop" UnderlyingType="Edm.Loop"/>
        <EntityType Name="a" BaseType="Edm.b"><Property Name="x" Type="Edm.Loop"/></EntityType><EntityType Name="b" BaseType="Edm.a"/>
        <EntityContainer Name="c"><EntitySet Name="s" EntityType="Edm.a"/><EntitySet Name="t" EntityType="Edm.none"/></EntityContainer></Schema>"#
    ))
    .unwrap();
    assert!(metadata.type_of("s").is_some());
    assert!(metadata.type_of("t").is_none());
}

#[test]
fn fields_are_there_once() {
    let of = |types: &str| {
        let set = r#"<EntityContainer Name="c"><EntitySet Name="s" EntityType="N.a"/></EntityContainer>"#;
        let metadata =
            parse(&format!(r#"<Schema Namespace="N" xmlns="{EDM}">{types}{set}</Schema>"#)).unwrap();
        let found = metadata.type_of("s").unwrap();
        (found.properties.iter().map(|field| field.name.clone()).collect::<Vec<_>>(), found.key.clone())
    };
    let key = r#"<Key><PropertyRef Name="x"/></Key>"#;
    let field = |name: &str| format!(r#"<Property Name="{name}" Type="Edm.Int32"/>"#);
    let (x, y) = (field("x"), field("y"));
    for types in [
        format!(r#"<EntityType Name="a" BaseType="N.a">{key}{x}{y}</EntityType>"#),
        format!(
            r#"<EntityType Name="a" BaseType="N.b">{y}</EntityType><EntityType Name="b" BaseType="N.a">{key}{x}</EntityType>"#
        ),
        format!(
            r#"<EntityType Name="a" BaseType="N.b">{x}{y}</EntityType><EntityType Name="b">{key}{x}</EntityType>"#
        ),
        format!(r#"<EntityType Name="a">{key}{x}{y}{x}</EntityType>"#),
    ] {
        assert_eq!(of(&types), (vec!["x".to_owned(), "y".to_owned()], vec!["x".to_owned()]), "{types}");
    }
}

#[test]
fn depth_does_not_matter() {
    let (open, close) = ("<a>".repeat(50_000), "</a>".repeat(50_000));
    assert!(parse(&format!("{open}{close}")).is_err());
    assert!(parse(&format!("{ORDERS}{open}{close}")).is_ok());
}

#[test]
fn what_is_no_metadata_is_told() {
    let whole = format!("{HEAD}{ORDERS}{TAIL}");
    let bomb = format!(
        r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>{}"#,
        whole.split_once("?>").unwrap().1
    );
    for (text, why) in [
        ("", Unreadable::Empty),
        ("<!DOCTYPE html><html><body>Sign in</body></html>", Unreadable::Html),
        ("<html><body>Sign in", Unreadable::Html),
        ("<HTML></HTML>", Unreadable::Html),
        (&whole[..whole.len() / 2], Unreadable::Truncated),
        (&whole[..whole.len() - 3], Unreadable::Truncated),
        ("{\"value\":[]}", Unreadable::Edmx),
        ("<feed/>", Unreadable::Edmx),
        (bomb.as_str(), Unreadable::Edmx),
        (&format!("{HEAD}{TAIL}"), Unreadable::Lacks("entity sets")),
    ] {
        let shown = text.get(..30).unwrap_or(text);
        assert_eq!(Metadata::parse(text).unwrap_err(), why, "{shown}");
    }
    assert!(Metadata::parse(&format!("\u{feff}{whole}")).is_ok());
    let request = metadata(&Service::new("https://bc.example", "t", "e").unwrap(), &Route::STANDARD);
    assert_eq!(request.url, "https://bc.example/v2.0/t/e/api/v2.0/$metadata");
    let html = Answer { status: 200, body: "<html>".to_owned(), ..Answer::default() };
    assert_eq!(request.read(false, &html), Err(Error::Unreadable(Unreadable::Html)));
}

#[test]
fn metadata_survives_the_cache() {
    let metadata = parse(ORDERS).unwrap();
    let kept = Json::parse(&metadata.to_json().to_string()).unwrap();
    assert_eq!(Metadata::from_json(&kept), Some(metadata));
    assert_eq!(Metadata::from_json(&Json::Null), None);
}

/// Compares with Microsoft's own metadata, which is not part of this project: `PORTICO_REFERENCE` names the folder.
#[test]
fn the_real_metadata_is_read_and_kept_small() {
    let folder = std::env::var_os("PORTICO_REFERENCE").map(std::path::PathBuf::from);
    let Some(xml) =
        folder.and_then(|folder| std::fs::read_to_string(folder.join("api-v2.0-metadata.xml")).ok())
    else {
        eprintln!("Skipped: PORTICO_REFERENCE names no folder with api-v2.0-metadata.xml.");
        return;
    };
    let metadata = Metadata::parse(&xml).unwrap();
    assert_eq!((metadata.entity_sets.len(), metadata.enums.len()), (87, 34));
    for set in &metadata.entity_sets {
        let entity_type = metadata.type_of(&set.name).unwrap();
        assert!(!entity_type.key.is_empty() && !entity_type.properties.is_empty(), "{}", set.name);
        assert!(entity_type.key.iter().all(|key| entity_type.property(key).is_some()), "{}", set.name);
    }
    let customers = metadata.entity_set("customers").unwrap();
    let customer = metadata.type_of("customers").unwrap();
    assert_eq!((customer.properties.len(), customer.navigations.len()), (27, 10));
    assert_eq!(
        metadata.target(customers, customer.navigation("paymentTerm").unwrap()).unwrap().name,
        "paymentTerms"
    );
    assert!(!metadata.entity_set("generalLedgerEntries").unwrap().capabilities.insert);
    assert!(!metadata.entity_set("customerSales").unwrap().capabilities.sort);
    assert_eq!(metadata.types.iter().map(|entity_type| entity_type.actions.len()).sum::<usize>(), 21);
    let kept = metadata.to_json().to_string();
    assert!(kept.len() < 150_000, "{}", kept.len());
}

#[test]
fn actions_belong_to_the_type_that_they_are_bound_to() {
    let metadata = parse(&ORDERS.replace(
        "<EntityContainer",
        r#"<Action Name="post" IsBound="true"><Parameter Name="bindingParameter" Type="Microsoft.NAV.order"/></Action>
           <Action Name="send" IsBound="true"><Parameter Name="b" Type="Microsoft.NAV.order"/><Parameter Name="to" Type="Edm.String"/></Action>
           <Action Name="all" IsBound="true"><Parameter Name="b" Type="Collection(Microsoft.NAV.order)"/></Action>
           <Action Name="post" IsBound="true"><Parameter Name="b" Type="Microsoft.NAV.orderLine"/></Action>
           <Action Name="free"/><EntityContainer"#,
    ))
    .unwrap();
    let actions = |set| metadata.type_of(set).unwrap().actions.as_slice();
    assert_eq!(
        (actions("orders"), actions("orderLines")),
        (&["post".to_owned()][..], &["post".to_owned()][..])
    );
    assert_eq!(Metadata::from_json(&metadata.to_json()), Some(metadata));
}

#[test]
fn what_the_service_sets_is_not_sent() {
    let computed = r#"<Property Name="total" Type="Edm.Decimal"><Annotation Term="Org.OData.Core.V1.Computed"/></Property>
        <Property Name="open" Type="Edm.Decimal"><Annotation Term="Org.OData.Core.V1.Computed" Bool="false"/></Property>
        <Property Name="rest" Type="Edm.Decimal"><Annotation Term="Org.OData.Core.V1.Permissions" EnumMember="Org.OData.Core.V1.Permission/Read"/></Property>
        <Property Name="lastModifiedDateTime" Type="Edm.DateTimeOffset"/>"#;
    let orders = ORDERS.replace(r#"<Property Name="total" Type="Edm.Decimal" Scale="Variable"/>"#, computed);
    let metadata = parse(&orders).unwrap();
    assert_eq!(Metadata::from_json(&metadata.to_json()).as_ref(), Some(&metadata));
    let fields = r#"{"@odata.etag":"1","id":"1","number":"7","note":"x","total":1,"open":2,"rest":3,"status":"_x0020_",
        "lastModifiedDateTime":"x","picture":"x","picture@odata.mediaReadLink":"x","tags":[],"unknown":1,
        "orderLines":[{"line":1}],"parent":{}}"#;
    let Json::Object(fields) = Json::parse(fields).unwrap() else { panic!("no object") };
    let names = |record: crate::Record| {
        record.fields().map(|(name, _)| name.to_owned()).collect::<Vec<_>>().join(" ")
    };
    let order = metadata.type_of("orders").unwrap();
    assert_eq!(names(order.sendable(&fields, false)), "number note open status");
    assert_eq!(names(order.sendable(&fields, true)), "number note open status orderLines parent");
    let line = metadata.type_of("orderLines").unwrap();
    let Json::Object(fields) = Json::parse(r#"{"documentId":"1","line":1}"#).unwrap() else {
        panic!("no object")
    };
    assert_eq!(
        (names(line.sendable(&fields, true)).as_str(), names(line.sendable(&fields, false)).as_str()),
        ("documentId line", "")
    );
}

#[test]
fn the_companies_lead_to_what_is_theirs() {
    let companies = |navigations: &str| {
        let schema = ORDERS.replace(
            "</Schema>",
            &format!(
                r#"<EntityType Name="company"><Key><PropertyRef Name="id"/></Key>{navigations}</EntityType>
                <EntityContainer Name="C"><EntitySet Name="companies" EntityType="Microsoft.NAV.company"/></EntityContainer></Schema>"#
            ),
        );
        parse(&schema).unwrap()
    };
    let orders = r#"<NavigationProperty Name="orders" Type="Collection(Microsoft.NAV.order)"/>"#;
    for (metadata, expected) in [
        (companies(orders), [true, false, false]),
        (companies(""), [true, true, true]),
        (parse(ORDERS).unwrap(), [true, true, true]),
    ] {
        let found = ["orders", "orderLines", "companies"].map(|set| metadata.is_in_company(set));
        assert_eq!(found, expected);
    }
}

/// Names that the standard API's own metadata has: `subscriptions` and `timeRegistrationEntries`.
#[test]
fn versions_and_moments_of_changes_are_not_sent() {
    let kind = crate::EntityType::default();
    for (name, of, expected) in [
        ("timestamp", Kind::Integer, false),
        ("timestamp", Kind::DateTime, true),
        ("lastModfiedDateTime", Kind::DateTime, false),
        ("lastModifiedDateTime", Kind::DateTime, false),
        ("expirationDateTime", Kind::DateTime, true),
    ] {
        let property = crate::Property::new(name, of);
        for creates in [true, false] {
            assert_eq!(kind.takes(&property, creates), expected, "{property:?}");
        }
    }
}

/// A document of 40 kB can describe fields by the million.
#[test]
fn what_types_inherit_is_not_multiplied_without_bounds() {
    use std::fmt::Write as _;
    let described = |types: usize| {
        let mut schema = String::from("<EntityType Name=\"base\">");
        for field in 0..500 {
            write!(schema, "<Property Name=\"f{field}\" Type=\"Edm.String\"/>").unwrap();
        }
        schema.push_str("</EntityType>");
        for one in 0..types {
            write!(schema, "<EntityType Name=\"t{one}\" BaseType=\"N.base\"/>").unwrap();
        }
        parse(&format!(
            r#"<Schema Namespace="N" xmlns="{EDM}">{schema}<EntityContainer Name="c"><EntitySet Name="s" EntityType="N.t1"/></EntityContainer></Schema>"#
        ))
    };
    assert_eq!(described(100).unwrap().type_of("s").unwrap().properties.len(), 500);
    assert_eq!(described(250).unwrap_err(), Unreadable::Edmx);
}
