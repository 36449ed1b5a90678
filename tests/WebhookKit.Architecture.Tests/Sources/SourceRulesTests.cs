namespace WebhookKit.Architecture.Tests.Sources;

/// <summary>Small known-bad files, so that a rule that stops finding anything is noticed.</summary>
internal sealed class SourceRulesTests
{
    [TestCase("src/Kit/Room/Lane.cs", "namespace Kit.Room; internal sealed class Lane;", false)]
    [TestCase("src/Kit/Room/Lane.cs", "namespace Kit.Room; internal sealed class Lane; internal sealed class Lane<T>;", false)]
    [TestCase("src/Kit/Room/Lane.Log.cs", "namespace Kit.Room; internal sealed partial class Lane;", false)]
    [TestCase("src/Kit/Room/Lane.Log.cs", "namespace Kit.Room; internal sealed class Lane;", true)]
    [TestCase("src/Kit/Room/Lane.cs", "namespace Kit.Room; internal sealed class Road;", true)]
    [TestCase("src/Kit/Room/Lane.cs", "namespace Kit.Room; internal sealed class Lane; internal enum Side { Left }", true)]
    [TestCase("src/Kit/Room/Lane.cs", "namespace Kit.Room; internal sealed class Lane; internal delegate void Turn();", true)]
    [TestCase("src/Kit/Room/Lane.cs", "// nothing here", true)]
    [TestCase("src/Kit/AssemblyInfo.cs", "[assembly: System.CLSCompliant(false)]", false)]
    public void One_type_with_the_files_name(string path, string text, bool broken)
    {
        Assert.That(SourceRules.NotOneTypeWithTheFilesName(Parse(path, text)), broken ? Is.Not.Empty : Is.Empty);
    }

    [TestCase("src/Kit/Lane.cs", "namespace Kit;", false)]
    [TestCase("src/Kit/Room/Inner/Lane.cs", "namespace Kit.Room.Inner;", false)]
    [TestCase("src/Kit/Room/Lane.cs", "namespace Kit;", true)]
    [TestCase("src/Kit/Room/XExtensions.cs", "namespace Microsoft.Extensions.DependencyInjection; public static class XExtensions;", false)]
    [TestCase("src/Kit/Room/Lane.cs", "namespace Microsoft.Extensions.DependencyInjection; public sealed class Lane;", true)]
    public void The_namespace_is_the_folder(string path, string text, bool broken)
    {
        Assert.That(SourceRules.NamespaceIsNotTheFolder(Parse(path, text), package => package), broken ? Is.Not.Empty : Is.Empty);
    }

    [TestCase("internal sealed class Lane;", false)]
    [TestCase("public abstract class Lane;", false)]
    [TestCase("internal static class Lane;", false)]
    [TestCase("internal struct Lane;", false)]
    [TestCase("internal record struct Lane;", false)]
    [TestCase("internal sealed partial class Lane; partial class Lane;", false)]
    [TestCase("internal partial class Lane;", true)]
    [TestCase("internal record Lane;", true)]
    [TestCase("internal sealed class Lane { private class Car; }", true)]
    public void A_class_is_decided(string text, bool broken)
    {
        Assert.That(SourceRules.NotSealed(Parse("src/Kit/Lane.cs", "namespace Kit; " + text)), broken ? Is.Not.Empty : Is.Empty);
    }

    [TestCase("src/Kit/Lane.cs", false)]
    [TestCase("src/Kit/Sharing/Lane.cs", false)]
    [TestCase("src/Kit/Helpers/Lane.cs", true)]
    [TestCase("src/Kit/common/Lane.cs", true)]
    [TestCase("src/Kit/Room/LaneUtils.cs", true)]
    [TestCase("src/Kit/Room/LaneHelper.Log.cs", true)]
    public void A_drawer_is_seen(string path, bool broken)
    {
        Assert.That(SourceRules.Drawers(Parse(path, "namespace Kit;")), broken ? Is.Not.Empty : Is.Empty);
    }

    [TestCase(SourceRules.LongestFile, false)]
    [TestCase(SourceRules.LongestFile + 1, true)]
    public void A_long_file_is_seen(int lines, bool broken)
    {
        var text = string.Concat(Enumerable.Repeat("// a line\n\n", lines));

        Assert.That(SourceRules.TooLong(Parse("src/Kit/Lane.cs", text)), broken ? Is.Not.Empty : Is.Empty);
    }

    private static SourceFile[] Parse(string path, string text) => [SourceFile.Parse(path, text)];
}
