using WebhookKit.Administration;

namespace WebhookKit.Tests.Filtering;

/// <summary>Which filters are refused, and how.</summary>
internal sealed class FilterRuleTests
{
    private readonly WebhookFilters _filters = new();

    [TestCase("", "filter")]
    [TestCase("paid", "filter")]
    [TestCase("""{"a":1""", "filter")]
    [TestCase("null", "filter")]
    [TestCase("7", "filter")]
    [TestCase("""[{"a":1}]""", "filter")]
    [TestCase("{}", "filter")]
    [TestCase("""{"$gt":1}""", "filter.$gt")]
    [TestCase("""{"$OR":[{"a":1}]}""", "filter.$OR")]
    [TestCase("""{"":1}""", "filter.")]
    [TestCase("""{"a..b":1}""", "filter.a..b")]
    [TestCase("""{".a":1}""", "filter..a")]
    [TestCase("""{"a.$gt":1}""", "filter.a.$gt")]
    [TestCase("""{"\ud800":1}""", "filter")]
    [TestCase("""{"a":1,"a":2}""", "filter.a")]
    [TestCase("""{"a":["x"]}""", "filter.a")]
    [TestCase("""{"a":"\ud800"}""", "filter.a")]
    [TestCase("""{"a":{}}""", "filter.a")]
    [TestCase("""{"a":{"b":1}}""", "filter.a.b")]
    [TestCase("""{"total":{"$gtt":1}}""", "filter.total.$gtt")]
    [TestCase("""{"total":{"$gt":1,"$gt":2}}""", "filter.total.$gt")]
    [TestCase("""{"total":{"$ne":1}}""", "filter.total.$ne")]
    [TestCase("""{"total":{"$gt":null}}""", "filter.total.$gt")]
    [TestCase("""{"total":{"$lte":[1]}}""", "filter.total.$lte")]
    [TestCase("""{"a":{"$eq":{"b":1}}}""", "filter.a.$eq")]
    [TestCase("""{"a":{"$neq":[1]}}""", "filter.a.$neq")]
    [TestCase("""{"a":{"$in":"x"}}""", "filter.a.$in")]
    [TestCase("""{"a":{"$in":[]}}""", "filter.a.$in")]
    [TestCase("""{"a":{"$nin":["x",["y"]]}}""", "filter.a.$nin[1]")]
    [TestCase("""{"a":{"$exist":"true"}}""", "filter.a.$exist")]
    [TestCase("""{"a":{"$startsWith":1}}""", "filter.a.$startsWith")]
    [TestCase("""{"a":{"$endsWith":null}}""", "filter.a.$endsWith")]
    [TestCase("""{"a":{"$not":{}}}""", "filter.a.$not")]
    [TestCase("""{"a":{"$not":{"$gtt":1}}}""", "filter.a.$not.$gtt")]
    [TestCase("""{"$or":{"a":1}}""", "filter.$or")]
    [TestCase("""{"$and":[]}""", "filter.$and")]
    [TestCase("""{"$or":[{"a":1},{"total":{"$gtt":1}}]}""", "filter.$or[1].total.$gtt")]
    [TestCase("""{"$or":[{"a":1},7]}""", "filter.$or[1]")]
    [TestCase("""{"$or":[{"a":1},{}]}""", "filter.$or[1]")]
    [TestCase("""{"$not":"a"}""", "filter.$not")]
    public void A_filter_that_breaks_a_rule_is_refused_at_its_place(string filter, string place)
    {
        var errors = Refuse(filter);

        Assert.That(errors.Select(error => error.Field), Is.EqualTo(new[] { place }));
        Assert.That(errors[0].Message, Does.StartWith("must ").Or.StartWith("is "));
    }

    [Test]
    public void Half_of_a_surrogate_pair_is_no_filter() =>
        Assert.That(Refuse("{\"a\":\"" + (char)0xD800 + "\"}").Single().Field, Is.EqualTo("filter"));

    [Test]
    public void Everything_that_is_wrong_is_said_at_once() =>
        Assert.That(
            Refuse("""{"a":{"$gtt":1,"$in":[]},"$or":[{"b":{"$exist":1}}]}""").Select(error => error.Field),
            Is.EqualTo(new[] { "filter.a.$gtt", "filter.a.$in", "filter.$or[0].b.$exist" }));

    [TestCase(8, true)]
    [TestCase(9, false)]
    public void Filters_are_nested_eight_levels_deep_at_most(int levels, bool isAllowed)
    {
        var filter = Nest(levels, """{"$not":""", """{"a":1}""");
        var field = "{\"a\":" + Nest(levels, """{"$not":""", "1") + "}";

        using (Assert.EnterMultipleScope())
        {
            Assert.That(IsAllowed(filter), Is.EqualTo(isAllowed));
            Assert.That(IsAllowed(field), Is.EqualTo(isAllowed));
        }
    }

    [TestCase(100, true)]
    [TestCase(101, false)]
    public void A_filter_holds_a_hundred_conditions_at_most(int conditions, bool isAllowed)
    {
        var alternatives = Enumerable.Range(0, conditions).Select(i => "{\"a\":" + i + "}");
        var filter = "{\"$or\":[" + string.Join(',', alternatives) + "]}";

        Assert.That(IsAllowed(filter), Is.EqualTo(isAllowed));
    }

    [TestCase(100, true)]
    [TestCase(101, false)]
    public void A_list_holds_a_hundred_values_at_most(int values, bool isAllowed)
    {
        var filter = "{\"a\":{\"$in\":[" + string.Join(',', Enumerable.Range(0, values)) + "]}}";

        Assert.That(IsAllowed(filter), Is.EqualTo(isAllowed));
    }

    [TestCase(4096, true)]
    [TestCase(4097, false)]
    public void A_filter_has_four_kilobytes_at_most(int bytes, bool isAllowed)
    {
        var filter = "{\"a\":\"" + new string('x', bytes - 8) + "\"}";

        Assert.That(IsAllowed(filter), Is.EqualTo(isAllowed));
    }

    private static string Nest(int levels, string opening, string core) =>
        string.Concat(Enumerable.Repeat(opening, levels - 1)) + core + new string('}', levels - 1);

    private bool IsAllowed(string filter)
    {
        try
        {
            _filters.Test(filter, "{}"u8);
            return true;
        }
        catch (WebhookValidationException)
        {
            return false;
        }
    }

    private IReadOnlyList<FieldError> Refuse(string filter) =>
        Assert.Throws<WebhookValidationException>(() => _filters.Test(filter, "{}"u8))!.Errors;
}
