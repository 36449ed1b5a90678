using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace WebhookKit.SqlServer.Emulation.Translation;

/// <summary>Translates DELETE.</summary>
internal sealed class DeleteTranslator(Translator translator)
{
    public string Delete(DeleteStatement delete) =>
        new ChangeTranslator(translator, delete.DeleteSpecification, delete.WithCtesAndXmlNamespaces, []).Translate();
}
