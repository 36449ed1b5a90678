using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WebhookKit.Architecture.Tests.Sources;

/// <summary>A C# file as written: its path from the root of the repository and its parsed text.</summary>
internal sealed class SourceFile
{
    private SourceFile(string path, string text)
    {
        Path = path;
        LinesOfText = text.Split('\n').Count(line => !string.IsNullOrWhiteSpace(line));
        Tree = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot();
    }

    public string Path { get; }

    public CompilationUnitSyntax Tree { get; }

    /// <summary>Everything but blank lines counts: comments are read too.</summary>
    public int LinesOfText { get; }

    public string? Namespace => Tree.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString();

    public IReadOnlyList<MemberDeclarationSyntax> TopLevelTypes =>
        [.. Tree.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)];

    public static SourceFile Parse(string path, string text) => new(path, text);

    public static IReadOnlyList<SourceFile> ReadAll(string folder) =>
        [.. Repository.SourceFiles(folder).Select(path => Parse(path, Repository.Read(path)))];

    public static string NameOf(MemberDeclarationSyntax type) =>
        type is DelegateDeclarationSyntax named ? named.Identifier.Text : ((BaseTypeDeclarationSyntax)type).Identifier.Text;
}
