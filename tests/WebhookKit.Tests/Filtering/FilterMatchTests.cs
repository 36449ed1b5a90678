using System.Text;
using WebhookKit.Administration;

namespace WebhookKit.Tests.Filtering;

/// <summary>What filters say of payloads. Asked by the service that hosts ask.</summary>
internal sealed class FilterMatchTests
{
    private const string Order = """
        {"id":7,"status":"paid","note":null,"test":false,"total":120.50,"customer":{"name":"Zoë","tags":["vip","new"],"address":{}},
         "lines":[{"sku":"A-1","qty":1,"sizes":[[1,2],[3]]},{"sku":"B-2","qty":5}],"empty":[],"a\"b":"quote","esc":"\u0041\u00e9\n"}
        """;

    private readonly WebhookFilters _filters = new();

    // Equality: nothing is converted.
    [TestCase("""{"status":"paid"}""", true)]
    [TestCase("""{"status":"Paid"}""", false)]
    [TestCase("""{"status":"pai"}""", false)]
    [TestCase("""{"status":{"$eq":"paid"}}""", true)]
    [TestCase("""{"id":7}""", true)]
    [TestCase("""{"id":7.0}""", true)]
    [TestCase("""{"id":70e-1}""", true)]
    [TestCase("""{"id":"7"}""", false)]
    [TestCase("""{"status":1}""", false)]
    [TestCase("""{"test":false}""", true)]
    [TestCase("""{"test":true}""", false)]
    [TestCase("""{"test":null}""", false)]
    [TestCase("""{"customer":"Zoë"}""", false)]
    [TestCase("""{"customer.name":"Zoë"}""", true)]
    [TestCase("""{"customer.name":"Zo\u00eb"}""", true)]
    [TestCase("""{"esc":"Aé\n"}""", true)]
    [TestCase("""{"esc":"\\u0041"}""", false)]
    [TestCase("""{"a\"b":"quote"}""", true)]

    // Several conditions all have to hold.
    [TestCase("""{"status":"paid","id":7}""", true)]
    [TestCase("""{"status":"paid","id":8}""", false)]
    [TestCase("""{"total":{"$gte":100,"$lt":200}}""", true)]
    [TestCase("""{"total":{"$gte":100,"$lt":120}}""", false)]

    // Inequality is the exact opposite, and holds for what is not there.
    [TestCase("""{"status":{"$neq":"paid"}}""", false)]
    [TestCase("""{"status":{"$neq":"open"}}""", true)]
    [TestCase("""{"missing":{"$neq":"paid"}}""", true)]
    [TestCase("""{"customer.tags":{"$neq":"vip"}}""", false)]
    [TestCase("""{"customer.tags":{"$neq":"old"}}""", true)]

    // Order of numbers and texts.
    [TestCase("""{"total":{"$gt":120.5}}""", false)]
    [TestCase("""{"total":{"$gte":120.5}}""", true)]
    [TestCase("""{"total":{"$lt":120.5}}""", false)]
    [TestCase("""{"total":{"$lte":120.5}}""", true)]
    [TestCase("""{"total":{"$gt":1.2e2}}""", true)]
    [TestCase("""{"total":{"$lt":-1}}""", false)]
    [TestCase("""{"total":{"$gt":"1"}}""", false)]
    [TestCase("""{"status":{"$gt":1}}""", false)]
    [TestCase("""{"status":{"$lt":1}}""", false)]
    [TestCase("""{"status":{"$gt":"open"}}""", true)]
    [TestCase("""{"status":{"$lt":"paid!"}}""", true)]
    [TestCase("""{"status":{"$gt":"paid"}}""", false)]
    [TestCase("""{"status":{"$lte":"Z"}}""", false)]
    [TestCase("""{"esc":{"$gt":"A"}}""", true)]
    [TestCase("""{"test":{"$lt":1}}""", false)]
    [TestCase("""{"missing":{"$lt":1}}""", false)]

    // One of several.
    [TestCase("""{"status":{"$in":["open","paid"]}}""", true)]
    [TestCase("""{"status":{"$in":["open"]}}""", false)]
    [TestCase("""{"id":{"$in":["paid",true,7]}}""", true)]
    [TestCase("""{"status":{"$nin":["open","paid"]}}""", false)]
    [TestCase("""{"status":{"$nin":["open"]}}""", true)]
    [TestCase("""{"missing":{"$nin":["open"]}}""", true)]
    [TestCase("""{"missing":{"$in":["open",null]}}""", true)]
    [TestCase("""{"missing":{"$nin":["open",null]}}""", false)]

    // What is null or not there.
    [TestCase("""{"note":null}""", true)]
    [TestCase("""{"missing":null}""", true)]
    [TestCase("""{"customer.missing":null}""", true)]
    [TestCase("""{"status.missing":null}""", true)]
    [TestCase("""{"status":null}""", false)]
    [TestCase("""{"note":{"$neq":null}}""", false)]
    [TestCase("""{"missing":{"$neq":null}}""", false)]
    [TestCase("""{"status":{"$neq":null}}""", true)]
    [TestCase("""{"note":{"$exist":true}}""", true)]
    [TestCase("""{"note":{"$exist":false}}""", false)]
    [TestCase("""{"missing":{"$exist":true}}""", false)]
    [TestCase("""{"missing":{"$exist":false}}""", true)]
    [TestCase("""{"customer.address":{"$exist":true}}""", true)]
    [TestCase("""{"customer.address.city":{"$exist":false}}""", true)]
    [TestCase("""{"empty":{"$exist":true}}""", true)]
    [TestCase("""{"empty":null}""", false)]

    // Beginnings and ends.
    [TestCase("""{"status":{"$startsWith":"pa"}}""", true)]
    [TestCase("""{"status":{"$startsWith":"id"}}""", false)]
    [TestCase("""{"status":{"$startsWith":"paid already"}}""", false)]
    [TestCase("""{"status":{"$startsWith":""}}""", true)]
    [TestCase("""{"status":{"$endsWith":"id"}}""", true)]
    [TestCase("""{"status":{"$endsWith":"pa"}}""", false)]
    [TestCase("""{"esc":{"$startsWith":"Aé"}}""", true)]
    [TestCase("""{"esc":{"$endsWith":"\n"}}""", true)]
    [TestCase("""{"id":{"$startsWith":"7"}}""", false)]

    // Lists stand for their elements, and each operator for itself.
    [TestCase("""{"customer.tags":"new"}""", true)]
    [TestCase("""{"customer.tags":"old"}""", false)]
    [TestCase("""{"lines.sku":"B-2"}""", true)]
    [TestCase("""{"lines.sku":{"$in":["C-3","A-1"]}}""", true)]
    [TestCase("""{"lines.sku":{"$startsWith":"C"}}""", false)]
    [TestCase("""{"lines.qty":{"$gt":1,"$lt":2}}""", true)]
    [TestCase("""{"lines.qty":{"$gt":5,"$lt":10}}""", false)]
    [TestCase("""{"lines.qty":{"$gt":0,"$lt":1}}""", false)]
    [TestCase("""{"lines.qty":{"$gt":1,"$lt":5}}""", true)]
    [TestCase("""{"lines.sku":"A-1","lines.qty":5}""", true)]
    [TestCase("""{"lines.sizes":3}""", true)]
    [TestCase("""{"lines.sizes":4}""", false)]
    [TestCase("""{"lines.0.sku":"A-1"}""", false)]
    [TestCase("""{"empty":"x"}""", false)]

    // Put together.
    [TestCase("""{"$or":[{"status":"open"},{"total":{"$gt":100}}]}""", true)]
    [TestCase("""{"$or":[{"status":"open"},{"total":{"$gt":1000}}]}""", false)]
    [TestCase("""{"$or":[{"status":"open"}],"id":7}""", false)]
    [TestCase("""{"$and":[{"status":"paid"},{"total":{"$gt":100}}]}""", true)]
    [TestCase("""{"$and":[{"status":"paid"},{"total":{"$gt":1000}}]}""", false)]
    [TestCase("""{"$not":{"status":"paid"}}""", false)]
    [TestCase("""{"$not":{"status":"paid","id":8}}""", true)]
    [TestCase("""{"$not":{"$or":[{"status":"open"},{"id":8}]}}""", true)]
    [TestCase("""{"status":{"$not":"open"}}""", true)]
    [TestCase("""{"status":{"$not":{"$startsWith":"pa"}}}""", false)]
    [TestCase("""{"status":{"$not":{"$not":{"$startsWith":"pa"}}}}""", true)]
    [TestCase("""{"missing":{"$not":{"$gt":1}}}""", true)]
    [TestCase("""{"$or":[{"$and":[{"id":1},{"id":7}]},{"$not":{"$not":{"id":7}}}]}""", true)]
    public void A_filter_says_whether_an_order_is_sent(string filter, bool matches) =>
        Assert.That(Test(filter, Order).Matches, Is.EqualTo(matches));

    // Beyond what a double tells apart.
    [TestCase("9007199254740993", "9007199254740992", false)]
    [TestCase("9007199254740993", "9007199254740993", true)]
    [TestCase("0.1", "0.10000000000000000001", false)]
    [TestCase("1e400", "1e401", false)]
    [TestCase("1e400", "10e399", true)]
    [TestCase("123456789012345678901234567890", "1.2345678901234567890123456789e29", true)]
    [TestCase("-0.0", "0", true)]
    [TestCase("0e99999999999999999999", "0", true)]
    [TestCase("-5", "5", false)]
    public void Numbers_are_compared_digit_by_digit(string wanted, string sent, bool matches) =>
        Assert.That(Test("{\"n\":" + wanted + "}", "{\"n\":" + sent + "}").Matches, Is.EqualTo(matches));

    // What a payload is that is no object, and what is no payload.
    [TestCase("7", """{"a":{"$exist":false}}""", true)]
    [TestCase("7", """{"a":1}""", false)]
    [TestCase("null", """{"a":null}""", true)]
    [TestCase("""[{"a":1},{"a":2}]""", """{"a":2}""", true)]
    [TestCase("""{"a":1,"a":2}""", """{"a":1}""", true)]
    [TestCase("""{"a":1,"a":2}""", """{"a":2}""", true)]
    [TestCase("""{"\u0061":1}""", """{"a":1}""", true)]
    [TestCase("""{"a":{"b":1}}""", """{"a.b":1}""", true)]
    [TestCase("""{"a.b":1}""", """{"a.b":1}""", false)]
    [TestCase("""{"b":{"a":1},"a":2}""", """{"a":1}""", false)]
    [TestCase("", """{"a":{"$exist":false}}""", false)]
    [TestCase("<a>1</a>", """{"a":{"$exist":false}}""", false)]
    [TestCase("""{"a":1""", """{"a":1}""", false)]
    [TestCase("""{"a":1} {}""", """{"a":1}""", false)]
    [TestCase("""{"a":"\ud800"}""", """{"a":{"$startsWith":""}}""", false)]
    public void What_is_sent_is_judged_from_its_root(string payload, string filter, bool matches) =>
        Assert.That(Test(filter, payload).Matches, Is.EqualTo(matches));

    [TestCase("""{"status":"paid","total":{"$gt":1,"$lt":5}}""", "total ($lt)")]
    [TestCase("""{"$and":[{"status":"paid"},{"customer.name":"Eva"}]}""", "customer.name ($eq)")]
    [TestCase("""{"$or":[{"status":"open"},{"id":8}]}""", "$or")]
    [TestCase("""{"$not":{"status":"paid"}}""", "$not")]
    [TestCase("""{"status":{"$nin":["paid"]}}""", "status ($nin)")]
    [TestCase("""{"missing":{"$exist":true}}""", "missing ($exist)")]
    public void It_says_which_condition_does_not_hold_and_nothing_of_the_payload(string filter, string names)
    {
        var result = Test(filter, Order);

        Assert.That(result.Matches, Is.False);
        Assert.That(result.Reason, Does.Contain(names).And.Not.Contain("paid").And.Not.Contain("120"));
    }

    [Test]
    public void It_says_that_a_payload_is_not_JSON() =>
        Assert.That(Test("""{"a":{"$exist":false}}""", "a=1").Reason, Does.Contain("not JSON"));

    [Test]
    public void What_matches_has_no_reason() => Assert.That(Test("""{"id":7}""", Order).Reason, Is.Null);

    [TestCase(300, true)]
    [TestCase(5_000, true)]
    public void Long_texts_with_escapes_are_compared_too(int length, bool matches)
    {
        var text = new string('x', length) + "\\n";

        Assert.That(Test("""{"a":{"$endsWith":"x\n"}}""", "{\"a\":\"" + text + "\"}").Matches, Is.EqualTo(matches));
    }

    [TestCase(200, true)]
    [TestCase(300, false)]
    public void A_payload_may_be_two_hundred_levels_deep(int depth, bool matches)
    {
        var payload = new string('[', depth) + "7" + new string(']', depth);

        Assert.That(Test("""{"a":{"$exist":false}}""", payload).Matches, Is.EqualTo(matches));
    }

    private FilterResult Test(string filter, string payload) => _filters.Test(filter, Encoding.UTF8.GetBytes(payload));
}
