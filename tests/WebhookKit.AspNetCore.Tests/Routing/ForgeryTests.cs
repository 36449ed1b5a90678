namespace WebhookKit.AspNetCore.Tests.Routing;

/// <summary>What a page of another site can have a browser send without asking: forms and nothing else, with the user's cookies.</summary>
internal sealed class ForgeryTests
{
    private static readonly string?[] Forms = [null, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"];
    private static readonly (string, string)[][] Browsers =
    [
        [("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site")],
        [("Origin", "https://evil.example")],
        [("Origin", "null")],
    ];

    [Test]
    public async Task No_command_is_taken_from_a_form_of_another_site()
    {
        await using var host = await ApiHost.StartAsync();
        var endpoint = await host.CreateEndpointAsync();
        var published = await host.PublishAsync();
        var delivery = (await host.GetAsync("v1/deliveries")).Data.Single().GetProperty("id").GetString()!;
        var before = await host.DescribeStoreAsync();
        var commands = (await ApiOperations.ReadAsync(host)).Where(operation => operation.Method == HttpMethod.Post).ToArray();

        var taken = new List<string>();
        foreach (var (name, method, path) in commands)
        {
            var id = path.StartsWith("v1/endpoints", StringComparison.Ordinal) ? endpoint : path.StartsWith("v1/events", StringComparison.Ordinal) ? published : delivery;
            foreach (var form in Forms)
            {
                foreach (var browser in Browsers)
                {
                    using var content = form is null ? null : new StringContent("""{"as_job":true}""");
                    content?.Headers.Remove("Content-Type");
                    content?.Headers.TryAddWithoutValidation("Content-Type", form);
                    var answer = await host.SendAsync(method, path.Replace("{id}", id, StringComparison.Ordinal), content, browser);
                    if (answer.Status is not (403 or 415))
                    {
                        taken.Add($"{name} {form}: {answer.Status}");
                    }
                }
            }
        }

        Assert.That(commands, Has.Length.GreaterThanOrEqualTo(17));
        Assert.That(taken, Is.Empty);
        Assert.That(await host.DescribeStoreAsync(), Is.EqualTo(before));
    }
}
