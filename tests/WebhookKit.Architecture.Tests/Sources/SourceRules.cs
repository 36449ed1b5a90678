using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WebhookKit.Architecture.Tests.Sources;

/// <summary>The layout rules that the compiler does not know. Each takes parsed files and returns what breaks it.</summary>
internal static class SourceRules
{
    public const int LongestFile = 200;

    private static readonly string[] FilesWithoutType = ["AssemblyInfo.cs", "GlobalUsings.cs"];
    private static readonly string[] DrawerEndings = ["Util", "Utils", "Utilities", "Helper", "Helpers"];
    private static readonly string[] DrawerNames = ["Common", "Shared", "Misc"];

    private static readonly string[] ExtensionNamespaces =
        ["Microsoft.Extensions.DependencyInjection", "Microsoft.AspNetCore.Builder", "Microsoft.EntityFrameworkCore"];

    public static IEnumerable<string> TooLong(IEnumerable<SourceFile> files) =>
        files.Where(file => file.LinesOfText > LongestFile).Select(file => $"{file.Path} has {file.LinesOfText} lines");

    /// <summary>One name to a file; the same name may come with several arities. <c>X.Log.cs</c> is a partial of X.</summary>
    public static IEnumerable<string> NotOneTypeWithTheFilesName(IEnumerable<SourceFile> files)
    {
        foreach (var file in files)
        {
            var name = Path.GetFileName(file.Path);
            var expected = name.Split('.')[0];
            var found = file.TopLevelTypes.Select(SourceFile.NameOf).Distinct().ToArray();
            var isConcern = name.Count(character => character == '.') > 1;

            if (found.Length == 0 ? !FilesWithoutType.Contains(name) : found is not [var only] || only != expected)
            {
                yield return $"{file.Path} holds {(found.Length == 0 ? "no type" : string.Join(", ", found))}";
            }
            else if (isConcern && !file.TopLevelTypes.All(type => type.Modifiers.Any(SyntaxKind.PartialKeyword)))
            {
                yield return $"{file.Path} is named like a part, but its type is not partial";
            }
        }
    }

    public static IEnumerable<string> NamespaceIsNotTheFolder(IEnumerable<SourceFile> files, Func<string, string> rootNamespaceOf)
    {
        foreach (var file in files.Where(file => file.Namespace is not null))
        {
            var segments = file.Path.Split('/');
            var expected = string.Join('.', segments[2..^1].Prepend(rootNamespaceOf(segments[1])));
            if (file.Namespace != expected && !IsExtensionClass(file))
            {
                yield return $"{file.Path} is in {file.Namespace}, not in {expected}";
            }
        }
    }

    public static IEnumerable<string> Drawers(IEnumerable<SourceFile> files) =>
        files.Where(file => file.Path.Split('/').Select(segment => segment.Split('.')[0]).Any(IsDrawer)).Select(file => file.Path);

    /// <summary>Classes, nested ones too, that say neither sealed nor static nor abstract in any of their parts.</summary>
    public static IEnumerable<string> NotSealed(IEnumerable<SourceFile> files)
    {
        SyntaxKind[] decided = [SyntaxKind.SealedKeyword, SyntaxKind.StaticKeyword, SyntaxKind.AbstractKeyword];
        return files
            .SelectMany(file => file.Tree.DescendantNodes().OfType<TypeDeclarationSyntax>()
                .Where(type => type.Kind() is SyntaxKind.ClassDeclaration or SyntaxKind.RecordDeclaration)
                .Select(type => (Name: FullName(file, type), Decided: type.Modifiers.Any(modifier => decided.Contains(modifier.Kind())))))
            .GroupBy(part => part.Name, part => part.Decided)
            .Where(parts => !parts.Any(isDecided => isDecided))
            .Select(parts => parts.Key);
    }

    private static bool IsDrawer(string name) =>
        DrawerNames.Contains(name, StringComparer.OrdinalIgnoreCase)
        || DrawerEndings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static bool IsExtensionClass(SourceFile file) =>
        ExtensionNamespaces.Contains(file.Namespace)
        && file.TopLevelTypes.All(type =>
            type.Modifiers.Any(SyntaxKind.StaticKeyword) && SourceFile.NameOf(type).EndsWith("Extensions", StringComparison.Ordinal));

    private static string FullName(SourceFile file, TypeDeclarationSyntax type)
    {
        var names = type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>()
            .Select(nested => nested.Arity == 0 ? nested.Identifier.Text : $"{nested.Identifier.Text}`{nested.Arity}");
        return $"{file.Path.Split('/')[1]}: {file.Namespace}.{string.Join('+', names.Reverse())}";
    }
}
