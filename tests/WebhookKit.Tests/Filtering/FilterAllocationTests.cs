using System.Text;
using WebhookKit.Filtering;

namespace WebhookKit.Tests.Filtering;

/// <summary>Every delivery of an endpoint with a filter is judged by it.</summary>
internal sealed class FilterAllocationTests
{
    private const string Every = """
        {"status":{"$in":["paid","open"]},"total":{"$gte":100,"$lt":1e9},"lines.sku":{"$startsWith":"A"},"note":null,"id":{"$exist":true},
         "$or":[{"customer.name":{"$gt":"A"}},{"customer.name":{"$endsWith":"é"}}],"$not":{"test":true}}
        """;

    [TestCase("paid", true)]
    [TestCase("closed", false)]
    public void Judging_a_payload_allocates_nothing(string status, bool matches)
    {
        var filter = FilterParser.Parse(Every, out _)!;
        var lines = string.Join(',', Enumerable.Range(0, 100).Select(i => $$"""{"sku":"A-{{i}}","qty":{{i}},"text":"ignored"}"""));
        var payload = Encoding.UTF8.GetBytes($$"""{"id":1,"status":"{{status}}","total":120.5,"customer":{"name":"\u005ao\u00e9"},"lines":[{{lines}}]}""");
        Assert.That(filter.Refuse(payload) is null, Is.EqualTo(matches));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            filter.Refuse(payload);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }
}
