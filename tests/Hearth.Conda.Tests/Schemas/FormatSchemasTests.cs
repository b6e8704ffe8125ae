using System.Text.Json;
using Hearth.Conda.Schemas;
using Hearth.Foundation.Json.Schema;
using Hearth.Testing;

namespace Hearth.Conda.Tests.Schemas;

public sealed class FormatSchemasTests
{
    private static readonly JsonSchemaSet Set = JsonSchemaSet.Read(FormatSchemas.All.Select(one => one.Schema));

    public static TheoryData<string> Names => [.. FormatSchemas.All.Select(one => one.Name)];

    [Fact]
    public void Every_schema_of_the_repository_is_in_the_library() =>
        Assert.Equal(
            Directory.EnumerateFiles(Repository.PathTo("schemas"), "*.schema.json").Select(file => Path.GetFileName(file)[..^".schema.json".Length]).Order(StringComparer.Ordinal),
            FormatSchemas.All.Select(one => one.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_schema_says_what_it_is(string name)
    {
        var schema = Named(name).Schema;
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.GetProperty("$schema").GetString());
        Assert.Equal($"urn:hearth:schema:{name}:1", schema.GetProperty("$id").GetString());
        Assert.NotEqual("", schema.GetProperty("title").GetString());
        Assert.NotEqual("", schema.GetProperty("description").GetString());
    }

    public static TheoryData<string, string> Right => new()
    {
        { "about", """{"home": "x", "extra": {"a": 1}, "anything": []}""" },
        { "conda-format", """{"conda_pkg_format_version": 2}""" },
        { "hash_input", """{"c_compiler": "gcc", "pins": ["a", "b"]}""" },
        { "index", """{"name": "_libgcc_mutex", "version": "0.1", "build": "conda_forge", "build_number": 0, "extra_depends": {"test": ["pytest"]}, "flags": ["blas:mkl"]}""" },
        { "jlap", """["0000000000000000000000000000000000000000000000000000000000000000", {"latest": "0000000000000000000000000000000000000000000000000000000000000000", "url": "repodata.json"}, "0000000000000000000000000000000000000000000000000000000000000000"]""" },
        { "licence-policy", """{"deny": {"licences": ["GPL-*"], "families": ["AGPL"]}, "unknown": "deny", "exceptions": [{"package": "a", "reason": "b"}]}""" },
        { "link", """{"package_metadata_version": 1, "noarch": {"type": "python", "entry_points": ["isympy = isympy:main"]}}""" },
        { "notices", """{"notices": [{"id": "1", "message": "m", "level": "info", "created_at": "2026-04-21T11:50:34+00:00", "expires_at": "2026-04-22T00:00:00Z"}]}""" },
        { "package-run_exports", """{"weak": ["zlib"]}""" },
        { "package-run_exports", """["zlib"]""" },
        { "package-run_exports", "\"zlib\"" },
        { "patch_instructions", """{"patch_instructions_version": 2, "packages": {"a-1-0.tar.bz2": {"run_exports": {"weak": []}, "license": null}}, "remove": ["b-1-0.conda"]}""" },
        { "patch-yaml", """{"if": {"name": "a", "not_build_number_in": [0, 1]}, "then": [{"add_depends": "b <2"}, {"tighten_depends": {"name": "c", "max_pin": "x.x"}}]}""" },
        { "paths", """{"paths_version": 1, "paths": [{"_path": "bin", "path_type": "directory"}]}""" },
        { "repodata", "{}" },
        { "repodata", """{"info": {"subdir": "noarch", "channel_relations": {"base": "../main"}, "new": 1}, "v3": {"conda": {}}, "new": []}""" },
        { "run_exports", """{"info": {"version": 0}, "packages": {"a-1-0.tar.bz2": {"run_exports": {}}}, "packages.conda": {}}""" },
        { "run_exports", """{"info": {"version": 1}, "packages": {}, "packages.conda": {}}""" },
        { "shard", """{"packages": {}, "packages.conda": {}, "new": 1}""" },
        { "shard-index", """{"info": {"subdir": "noarch", "base_url": "./", "shards_base_url": "./shards/"}, "shards": {"gone": null}}""" },
        { "source-policy", """{"hosts": ["*", "*.example.org", "a.example"], "private_hosts": "refuse", "most_bytes": 1, "public": {"deny": {"families": ["AGPL"]}}, "kept_packages": ["a"]}""" },
        { "sources", """{"schema": "hearth.sources.1", "sources": []}""" },
        { "view", """{"cool_down_days": 7, "let_through": [{"spec": "openssl >=3.5.4", "reason": "fix"}, {"artifact": "linux-64/a-1-0.conda", "reason": "ours"}], "licences": {"deny": {"families": ["AGPL"]}}}""" },
    };

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "conda-format", """{"conda_pkg_format_version": 3}""", "/conda_pkg_format_version" },
        { "index", """{"name": "Upper", "version": "1", "build": "0", "build_number": 0}""", "/name" },
        { "index", """{"name": "a", "version": "1-2", "build": "0", "build_number": 0}""", "/version" },
        { "index", """{"name": "a", "version": "1", "build": "0", "build_number": 0, "depends": null}""", "/depends" },
        { "index", """{"name": "a", "version": "1", "build": "0", "build_number": 0, "python_site_packages_path": "lib/../../x"}""", "/python_site_packages_path" },
        { "index", """{"name": "a", "version": "1", "build": "0", "build_number": 0, "flags": ["a:b:c"]}""", "/flags/0" },
        { "jlap", """["0000000000000000000000000000000000000000000000000000000000000000", "x", {}]""", "" },
        { "licence-policy", """{"deny": {"licenses": ["GPL-*"]}}""", "/deny/licenses" },
        { "link", """{"package_metadata_version": 1, "noarch": {"type": "python", "entry_points": ["isympy"]}}""", "/noarch/entry_points/0" },
        { "notices", """{"notices": [{"id": "1", "message": "m", "level": "info", "created_at": "2026-04-21", "expires_at": "2026-04-22T00:00:00Z"}]}""", "/notices/0/created_at" },
        { "package-run_exports", """{"week": ["zlib"]}""", "/week" },
        { "patch_instructions", """{"patch_instructions_version": 1, "packages": {"a-1-0.tar.bz2": {"run_exports": {}}}}""", "/packages/a-1-0.tar.bz2" },
        { "patch_instructions", """{"packages": {"a-1-0.tar.bz2": {"depends": null}}}""", "/packages/a-1-0.tar.bz2/depends" },
        { "patch_instructions", """{"patch_instructions_version": 3}""", "/patch_instructions_version" },
        { "patch-yaml", """{"if": {"naem": "a"}, "then": [{"add_depends": "b"}]}""", "/if/naem" },
        { "patch-yaml", """{"if": {"version_lt": 1.1}, "then": [{"add_depends": "b"}]}""", "/if/version_lt" },
        { "patch-yaml", """{"if": {}, "then": []}""", "/then" },
        { "paths", """{"paths_version": 1, "paths": [{"_path": "../x", "path_type": "directory"}]}""", "/paths/0/_path" },
        { "view", """{"cool_down_days": 7, "let_through": [{"spec": "openssl", "artifact": "linux-64/a-1-0.conda", "reason": "both"}]}""", "/let_through/0" },
        { "view", """{"names": ["Zlib"]}""", "/names/0" },
        { "view", """{"description": "no rule"}""", "" },
        { "paths", """{"paths_version": 1, "paths": [{"_path": "/x", "path_type": "directory"}]}""", "/paths/0/_path" },
        { "repodata", """{"packages": {"a-1-0.conda": {"name": "a", "version": "1", "build": "0", "build_number": 0, "depends": [], "size": 1, "md5": null}}}""", "/packages/a-1-0.conda" },
        { "repodata", """{"info": {"channel_relations": {"base": "main"}}}""", "/info/channel_relations/base" },
        { "repodata", """{"info": {"repodata_revisions": {"v2": {}}}}""", "/info/repodata_revisions/v2" },
        { "repodata", """{"packages.conda": {"a-1-0.conda": {"name": "a", "version": "1", "build": "0", "build_number": 0, "depends": [], "size": 1}}}""", "/packages.conda/a-1-0.conda" },
        { "repodata", """{"removed": ["a", "a"]}""", "/removed/1" },
        { "source-policy", """{"hosts": ["https://a.example/x"]}""", "/hosts/0" },
        { "source-policy", """{"public": {"deny": {"licenses": []}}}""", "/public/deny/licenses" },
        { "sources", """{"schema": "hearth.sources.1", "sources": [{"sha256": "x"}]}""", "/sources/0/sha256" },
        { "shard", """{"packages": {}}""", "" },
        { "shard-index", """{"info": {"base_url": "./", "shards_base_url": "./"}, "shards": {}}""", "/info" },
        { "shard-index", """{"info": {"subdir": "noarch", "base_url": null, "shards_base_url": "./"}, "shards": {}}""", "/info/base_url" },
    };

    [Theory]
    [MemberData(nameof(Right))]
    public void A_document_as_the_specification_has_it_is_right(string name, string json) => Assert.Empty(Set.Check(Named(name).Id, JsonElement.Parse(json)));

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_document_that_the_specification_forbids_is_wrong_in_that_place(string name, string json, string place) =>
        Assert.Contains(place, Set.Check(Named(name).Id, JsonElement.Parse(json)).Select(problem => problem.Place.ToString()));

    private static SchemaDocument Named(string name) => FormatSchemas.All.Single(one => one.Name == name);
}
