//! What each tag of SPDX is called in the JSON form, and where it belongs.

/// What a tag is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Document,
    Creation,
    Package,
    File,
    Snippet,
    Relationship,
    Annotation,
    License,
}

impl Place {
    /// Those of which there are several.
    pub const LISTS: [Place; 6] =
        [Place::Package, Place::File, Place::Snippet, Place::Relationship, Place::Annotation, Place::License];

    /// Its position in the list.
    pub fn list(self) -> Option<usize> {
        Place::LISTS.iter().position(|place| *place == self)
    }

    /// The member of the document that holds the list.
    pub fn member(self) -> &'static str {
        match self {
            Place::Package => "packages",
            Place::File => "files",
            Place::Snippet => "snippets",
            Place::Relationship => "relationships",
            Place::Annotation => "annotations",
            Place::License => "hasExtractedLicensingInfos",
            Place::Document | Place::Creation => "",
        }
    }
}

/// What a value becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    /// An item of a list.
    Texts,
    Bool,
    /// An item of a list of objects.
    Pairs(&'static [&'static str]),
    /// Several members.
    Members(&'static [&'static str]),
}

impl Shape {
    /// True for what may stand several times.
    pub fn repeats(self) -> bool {
        matches!(self, Shape::Texts | Shape::Pairs(_))
    }
}

type Tag = (&'static str, Place, &'static str, Shape);

use Place::{Annotation, Creation, Document, File, License, Package, Relationship, Snippet};
use Shape::{Bool, Members, Pairs, Text, Texts};

const REFERENCE: &[&str] = &["referenceCategory", "referenceType", "referenceLocator"];
const RELATIONSHIP: &[&str] = &["spdxElementId", "relationshipType", "relatedSpdxElement"];
const CHECKSUM: &[&str] = &["algorithm", "checksumValue"];
const LINK: &[&str] = &["externalDocumentId", "spdxDocument", "checksum"];

/// The tags that mean one thing wherever they stand.
const TAGS: &[Tag] = &[
    ("SPDXVersion", Document, "spdxVersion", Text),
    ("DataLicense", Document, "dataLicense", Text),
    ("DocumentName", Document, "name", Text),
    ("DocumentNamespace", Document, "documentNamespace", Text),
    ("DocumentComment", Document, "comment", Text),
    ("ExternalDocumentRef", Document, "externalDocumentRefs", Pairs(LINK)),
    ("LicenseListVersion", Creation, "licenseListVersion", Text),
    ("Creator", Creation, "creators", Texts),
    ("Created", Creation, "created", Text),
    ("CreatorComment", Creation, "comment", Text),
    ("PackageName", Package, "name", Text),
    ("PackageVersion", Package, "versionInfo", Text),
    ("PackageFileName", Package, "packageFileName", Text),
    ("PackageSupplier", Package, "supplier", Text),
    ("PackageOriginator", Package, "originator", Text),
    ("PackageDownloadLocation", Package, "downloadLocation", Text),
    ("FilesAnalyzed", Package, "filesAnalyzed", Bool),
    ("PackageVerificationCode", Package, "packageVerificationCode", Text),
    ("PackageChecksum", Package, "checksums", Pairs(CHECKSUM)),
    ("PackageHomePage", Package, "homepage", Text),
    ("PackageSourceInfo", Package, "sourceInfo", Text),
    ("PackageLicenseConcluded", Package, "licenseConcluded", Text),
    ("PackageLicenseInfoFromFiles", Package, "licenseInfoFromFiles", Texts),
    ("PackageLicenseDeclared", Package, "licenseDeclared", Text),
    ("PackageLicenseComments", Package, "licenseComments", Text),
    ("PackageCopyrightText", Package, "copyrightText", Text),
    ("PackageSummary", Package, "summary", Text),
    ("PackageDescription", Package, "description", Text),
    ("PackageComment", Package, "comment", Text),
    ("PackageAttributionText", Package, "attributionTexts", Texts),
    ("PrimaryPackagePurpose", Package, "primaryPackagePurpose", Text),
    ("ReleaseDate", Package, "releaseDate", Text),
    ("BuiltDate", Package, "builtDate", Text),
    ("ValidUntilDate", Package, "validUntilDate", Text),
    ("ExternalRef", Package, "externalRefs", Pairs(REFERENCE)),
    ("ExternalRefComment", Package, "externalRefComments", Texts),
    ("FileName", File, "fileName", Text),
    ("FileType", File, "fileTypes", Texts),
    ("FileChecksum", File, "checksums", Pairs(CHECKSUM)),
    ("LicenseConcluded", File, "licenseConcluded", Text),
    ("LicenseInfoInFile", File, "licenseInfoInFiles", Texts),
    ("LicenseComments", File, "licenseComments", Text),
    ("FileCopyrightText", File, "copyrightText", Text),
    ("FileComment", File, "comment", Text),
    ("FileNotice", File, "noticeText", Text),
    ("FileContributor", File, "fileContributors", Texts),
    ("FileAttributionText", File, "attributionTexts", Texts),
    ("FileDependency", File, "fileDependencies", Texts),
    ("SnippetSPDXID", Snippet, "SPDXID", Text),
    ("SnippetFromFileSPDXID", Snippet, "snippetFromFile", Text),
    ("SnippetByteRange", Snippet, "byteRange", Text),
    ("SnippetLineRange", Snippet, "lineRange", Text),
    ("SnippetLicenseConcluded", Snippet, "licenseConcluded", Text),
    ("LicenseInfoInSnippet", Snippet, "licenseInfoInSnippets", Texts),
    ("SnippetLicenseComments", Snippet, "licenseComments", Text),
    ("SnippetCopyrightText", Snippet, "copyrightText", Text),
    ("SnippetComment", Snippet, "comment", Text),
    ("SnippetName", Snippet, "name", Text),
    ("SnippetAttributionText", Snippet, "attributionTexts", Texts),
    ("Relationship", Relationship, "relationship", Members(RELATIONSHIP)),
    ("RelationshipComment", Relationship, "comment", Text),
    ("Annotator", Annotation, "annotator", Text),
    ("AnnotationDate", Annotation, "annotationDate", Text),
    ("AnnotationType", Annotation, "annotationType", Text),
    ("AnnotationComment", Annotation, "comment", Text),
    ("SPDXREF", Annotation, "SPDXREF", Text),
    ("LicenseID", License, "licenseId", Text),
    ("ExtractedText", License, "extractedText", Text),
    ("LicenseName", License, "name", Text),
    ("LicenseCrossReference", License, "seeAlsos", Texts),
    ("LicenseComment", License, "comment", Text),
];

/// The tags that begin another thing of which there are several.
const BEGINNINGS: [&str; 6] =
    ["PackageName", "FileName", "SnippetSPDXID", "Relationship", "Annotator", "LicenseID"];

/// Where a tag belongs, what its member is called, and what its value becomes. `SPDXID` is about what stands
/// before it.
pub(super) fn of(tag: &str, current: Place) -> Option<(Place, &'static str, Shape)> {
    if tag == "SPDXID" {
        let owner = if matches!(current, Package | File | Snippet) { current } else { Document };
        return Some((owner, "SPDXID", Text));
    }
    TAGS.iter().find(|(known, ..)| *known == tag).map(|(_, place, member, shape)| (*place, *member, *shape))
}

/// True for a tag that begins another of its kind.
pub(super) fn begins(tag: &str, place: Place) -> bool {
    BEGINNINGS.contains(&tag) || (place == Document && tag != "SPDXID")
}
