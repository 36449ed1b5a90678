using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>Translates UPDATE.</summary>
internal sealed class UpdateTranslator(Translator translator)
{
    public string Update(UpdateStatement update)
    {
        var sets = update.UpdateSpecification.SetClauses.Select(set =>
            set is AssignmentSetClause { Column: not null, Variable: null, AssignmentKind: AssignmentKind.Equals } assignment
                ? assignment
                : throw Translator.Unknown(set));
        return new ChangeTranslator(translator, update.UpdateSpecification, update.WithCtesAndXmlNamespaces, [.. sets]).Translate();
    }
}
