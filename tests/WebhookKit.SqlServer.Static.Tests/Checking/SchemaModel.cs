using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.SqlServer.Dac.Model;
using WebhookKit.SqlServer.Static.Tests.Schema;

namespace WebhookKit.SqlServer.Static.Tests.Checking;

/// <summary>
/// The model of the schema that DacFx makes, without a server. It is made once for many texts, because that takes longer than to
/// check one.
/// </summary>
/// <param name="schema">The schema.</param>
/// <param name="version">The server's version.</param>
internal sealed partial class SchemaModel(SchemaScript schema, SqlServerVersion version)
{
    private const string Prefix = "checked";

    /// <summary>What the server brings along and statements refer to.</summary>
    private static readonly string[] System =
    [
        """
        CREATE PROCEDURE [dbo].[sp_getapplock] @Resource nvarchar(255), @LockMode varchar(32), @LockOwner varchar(32) = 'Transaction',
            @LockTimeout int = 0, @DbPrincipal sysname = 'public' AS RETURN 0;
        """,
    ];

    /// <summary>What is wrong with the schema itself.</summary>
    public IReadOnlyList<string> Check()
    {
        using var model = Create([]);
        return [.. Messages(model)];
    }

    /// <summary>What is wrong with each of some texts; warnings count, too.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Check(IReadOnlyList<Batch> batches)
    {
        var shadows = new ShadowTables(schema);
        var texts = batches.Select((batch, i) => Named(shadows.Rewrite(batch), batch, i)).ToList();
        var findings = batches.Select(_ => new List<string>()).ToArray();
        using var model = Create(shadows.Definitions);
        for (var i = 0; i < texts.Count; i++)
        {
            try
            {
                model.AddObjects(texts[i]);
            }
            catch (DacModelException exception)
            {
                findings[i].Add(exception.Message);
            }
        }

        foreach (var message in Messages(model))
        {
            // What names no text is wrong with all of them.
            var found = CheckedName().Match(message);
            foreach (var one in found.Success ? [findings[int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)]] : findings)
            {
                one.Add(message);
            }
        }

        return findings;
    }

    private TSqlModel Create(IEnumerable<string> shadows)
    {
        var model = new TSqlModel(version, new TSqlModelOptions { Collation = "Latin1_General_100_BIN2" });
        foreach (var definition in System.Append($"CREATE SCHEMA [{schema.SchemaName}];").Concat(schema.Definitions).Concat(shadows))
        {
            model.AddObjects(definition);
        }

        return model;
    }

    private static IEnumerable<string> Messages(TSqlModel model) =>
        model.Validate().Select(message => $"{message.Prefix}{message.Number}: {message.Message}");

    private static string Named(string text, Batch batch, int number)
    {
        var name = batch.Procedure.ProcedureReference.Name.BaseIdentifier;
        return text
            .Remove(name.StartOffset, name.FragmentLength)
            .Insert(name.StartOffset, string.Create(CultureInfo.InvariantCulture, $"[{Prefix}{number}]"));
    }

    [GeneratedRegex(@"\[" + Prefix + @"(\d+)\]")]
    private static partial Regex CheckedName();
}
