using Microsoft.CodeAnalysis.CSharp.Syntax;
using WebhookKit.Architecture.Tests.Sources;

namespace WebhookKit.Architecture.Tests.Logging;

/// <summary>Log event ids are what operators filter by, so they are given once and in one place.</summary>
internal static class LogRules
{
    private const string Table = "LogEventIds";

    /// <summary>Ids that two constants share, over all packages: one log file holds them all.</summary>
    public static IEnumerable<string> SharedIds(IEnumerable<SourceFile> files) =>
        files.SelectMany(file => file.Tree.DescendantNodes().OfType<ClassDeclarationSyntax>()
                .Where(type => type.Identifier.Text == Table)
                .SelectMany(type => type.DescendantNodes().OfType<FieldDeclarationSyntax>())
                .SelectMany(field => field.Declaration.Variables)
                .Select(constant => (Id: constant.Initializer?.Value.ToString(), Name: $"{file.Path}: {constant.Identifier.Text}")))
            .GroupBy(constant => constant.Id, constant => constant.Name)
            .Where(names => names.Count() > 1)
            .Select(names => $"{names.Key} is {string.Join(" and ", names)}");

    /// <summary>Log methods whose id is not a constant of the table.</summary>
    public static IEnumerable<string> LooseIds(IEnumerable<SourceFile> files) =>
        LogMethods(files).Where(method => !method.Id.StartsWith(Table + ".", StringComparison.Ordinal)).Select(method => method.ToString());

    /// <summary>Ids that two log methods of a package use.</summary>
    public static IEnumerable<string> ReusedIds(IEnumerable<SourceFile> files) =>
        LogMethods(files).GroupBy(method => (method.File.Split('/')[1], method.Id))
            .Where(methods => methods.Count() > 1)
            .Select(methods => string.Join(" and ", methods));

    private static IEnumerable<(string File, string Id)> LogMethods(IEnumerable<SourceFile> files) =>
        files.SelectMany(file => file.Tree.DescendantNodes().OfType<AttributeSyntax>()
            .Where(attribute => attribute.Name.ToString() is "LoggerMessage" or "LoggerMessageAttribute")
            .Select(attribute => (file.Path, IdOf(attribute))));

    private static string IdOf(AttributeSyntax attribute)
    {
        var arguments = attribute.ArgumentList?.Arguments.ToArray() ?? [];
        var id = Array.Find(arguments, argument => argument.NameEquals?.Name.Identifier.Text == "EventId")
            ?? Array.Find(arguments, argument => argument.NameEquals is null);
        return id?.Expression.ToString() ?? "";
    }
}
