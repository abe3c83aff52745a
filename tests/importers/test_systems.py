"""One small export of each system that customers come from: companies, people and deals are read as what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.importers.running import run

from tongxin.crm.accounts.models import Account
from tongxin.crm.opportunities.models import Opportunity
from tongxin.crm.stakeholders.models import Person

if TYPE_CHECKING:
    from tongxin.common.actor import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R9.7")]

EXPORTS: dict[str, dict[str, str]] = {
    "odoo": {
        "crm.lead": "id,name,type,partner_id,stage_id,expected_revenue,company_currency,date_deadline,user_id,probability,active\n"
        "__export__.l1,Oven,opportunity,Thyme SA,Proposition,15000.0,EUR,2099-12-01,Ivy Tan,40,True\n"
        "__export__.l2,Gone,opportunity,Thyme SA,Proposition,1.0,EUR,2026-01-01,Ivy Tan,0,False\n"
        "__export__.l3,Only a lead,lead,Thyme SA,New,1.0,EUR,,Ivy Tan,10,True\n",
        "res.partner": "id,name,is_company,parent_id/name,email,phone,function,street,city,country_id\n"
        "__export__.p1,Thyme SA,True,,,+32 1,,Rue 1,Gent,Belgium\n"
        '__export__.p2,"Thyme SA, Jan Peeters",False,Thyme SA,jan@thyme.example,+32 2,CEO,,,\n',
    },
    "espocrm": {
        "Account": '"ID","Name","Website","Type","Assigned User"\n"a1","Thyme SA","thyme.example","Customer","Ivy Tan"\n',
        "Contact": '"ID","Salutation","First Name","Last Name","Account","Account Title","Email","Assigned User"\n'
        '"c1","Mr.","Jan","Peeters","Thyme SA","CEO","jan@thyme.example; j.p@thyme.example","Ivy Tan"\n',
        "Opportunity": '"ID","Name","Account","Stage","Amount","Amount Currency","Probability","Close Date","Assigned User"\n'
        '"o1","Oven","Thyme SA","Proposal","15000","EUR","40","2099-12-01","Ivy Tan"\n'
        '"o2","Gone","Thyme SA","Closed Lost","1","EUR","0","2026-01-01","Ivy Tan"\n',
    },
    "suitecrm": {
        "Accounts": '"Name","ID","Website","Office Phone","Assigned to","Deleted"\n"Thyme SA","a-1","thyme.example","1","itan","0"\n',
        "Contacts": '"First Name","Last Name","ID","Job Title","Account Name","Office Phone","Email Address","Deleted"\n'
        '"Jan","Peeters","c-1","CEO","Thyme SA","2","jan@thyme.example","0"\n',
        "Opportunities": '"Opportunity Name","ID","Amount","Currency","Currency ID","Expected Close Date","Sales Stage",'
        '"Account Name","Assigned to","Deleted"\n'
        '"Oven","o-1","15000.000000","Euro","e-1","13/01/2099","Value Proposition","Thyme SA","itan","0"\n'
        '"Gone","o-2","1.000000","Euro","e-1","02/01/2026","Closed Lost","Thyme SA","itan","0"\n'
        '"Old","o-3","5.000000","Euro","e-1","13/01/2026","Closed Won","Thyme SA","itan","1"\n',
    },
    "twenty": {
        "companies": "Id,Name,Domain Name / Link URL,Employees,ARR / Amount,ARR / Currency,Address / City,Deleted at\n"
        "20-1,Thyme SA,https://thyme.example,50,1200000,EUR,Gent,\n20-2,Gone SA,,,,,,2026-03-01T10:00:00.000Z\n",
        "people": "Id,Name / First Name,Name / Last Name,Emails / Primary Email,Phones / Primary Phone Number,"
        "Phones / Primary Phone Calling Code,Company / Id,Job Title\n"
        "20-11,Jan,Peeters,jan@thyme.example,470000001,+32,20-1,CEO\n",
        "opportunities": "Id,Name,Amount / Amount,Amount / Currency,Close date,Stage,Company / Id,Point of Contact / Id\n"
        "20-21,Oven,15000,EUR,2099-12-01T00:00:00.000Z,SCREENING,20-1,20-11\n"
        "20-22,Gone,1,EUR,2026-01-01T00:00:00.000Z,CLOSED LOST,20-1,20-11\n",
    },
    "zoho": {
        "Accounts": "Record Id,Account Name,Phone,Website,Account Owner\nzcrm_1,Thyme SA,02-1,thyme.example,Ivy Tan\n",
        "Contacts": "Record Id,First Name,Last Name,Account Name.id,Account Name,Email,Title,Contact Owner\n"
        "zcrm_2,Jan,Peeters,zcrm_1,Thyme SA,jan@thyme.example,CEO,Ivy Tan\n",
        "Deals": "Record Id,Deal Name,Account Name.id,Account Name,Stage,Amount,Currency,Closing Date,Deal Owner,Created Time\n"
        "zcrm_3,Oven,zcrm_1,Thyme SA,Qualification,15000,EUR,2099-12-01,Ivy Tan,2026-03-01T10:00:00+05:30\n"
        "zcrm_4,Gone,zcrm_1,Thyme SA,Closed Lost,1,EUR,2026-04-01,Ivy Tan,2026-03-01T10:00:00+05:30\n",
        "Leads": "Record Id,First Name,Last Name,Company,Email,Lead Status\nzcrm_9,Not,Yet,Nobody,n@y.example,Contacted\n",
    },
    "hubspot": {
        "hubspot-crm-exports-all-companies-2026-11-01": "Record ID,Company name,Company Domain Name,Company owner\n"
        "901,Thyme SA,thyme.example,Ivy Tan\n",
        "hubspot-crm-exports-all-contacts-2026-11-01": "Record ID,First Name,Last Name,Email,Job Title,Associated Company\n"
        "902,Jan,Peeters,jan@thyme.example,CEO,Thyme SA\n",
        "hubspot-crm-exports-all-deals-2026-11-01": "Record ID,Deal Name,Deal Stage,Amount,Deal Currency,Close Date,Is Closed Won,"
        "Is Deal Closed?,Associated Company,Deal probability\n"
        "903,Oven,Contract Sent,15000,EUR,2099-12-01 10:00,false,false,Thyme SA,0.9\n"
        "904,Gone,Contract Sent,1,EUR,2026-01-01 10:00,false,true,Thyme SA,0.0\n",
    },
    "dynamics": {
        "Active Accounts": "(Do Not Modify) Account,(Do Not Modify) Row Checksum,Account Name,Main Phone,Owner,Status,Currency\n"
        "{A1},x,Thyme SA,02-1,Ivy Tan,Active,Euro\n",
        "Active Contacts": "(Do Not Modify) Contact,(Do Not Modify) Row Checksum,Full Name,Job Title,Company Name,Email\n"
        "{C1},x,Jan Peeters,CEO,Thyme SA,jan@thyme.example\n",
        "All Opportunities": "(Do Not Modify) Opportunity,(Do Not Modify) Row Checksum,Topic,Potential Customer,Est. Close Date,"
        "Est. Revenue,Currency,Status,Pipeline Phase\n"
        "{O1},x,Oven,Thyme SA,2099-12-01,15000,Euro,Open,Propose\n"
        "{O2},x,Gone,Thyme SA,2026-01-01,1,Euro,Lost,Propose\n",
    },
    "fxiaoke": {
        "客户": "客户名称,客户级别,负责人,生命状态,锁定状态\nThyme SA,A,Ivy Tan,正常,未锁定\nGone SA,B,Ivy Tan,作废,未锁定\n",
        "联系人": "姓名,客户名称,职务,手机1,邮件,生命状态\nJan Peeters,Thyme SA,CEO,13800000000,jan@thyme.example,正常\n",
        "商机": "商机名称,客户名称,商机阶段,商机状态,商机金额,币种,预计成交日期,负责人,生命状态\n"
        "Oven,Thyme SA,方案报价,进行中,15000,欧元,2099-12-01,Ivy Tan,正常\n"
        "Gone,Thyme SA,方案报价,输单,1,欧元,2026-01-01,Ivy Tan,正常\n",
    },
    "cordys": {
        "客户": "客户名称,负责人,归属部门,收集时间\nThyme SA,Ivy Tan,一部,2026-01-01\n",
        "联系人": "联系人姓名,客户名称,联系人电话,职务,邮箱,状态,负责人\nJan Peeters,Thyme SA,13800000000,CEO,jan@thyme.example,启用,Ivy Tan\n",
        "商机": "商机名称,客户名称,意向产品,金额,币种,可能性,商机阶段,预计结束时间,负责人,失败原因\n"
        "Oven,Thyme SA,Stove,15000,EUR,40,方案验证,2099-12-01,Ivy Tan,\n"
        "Gone,Thyme SA,Stove,1,EUR,0,失败,2026-01-01,Ivy Tan,价格\n",
    },
}


@pytest.mark.parametrize("system", EXPORTS)
def test_the_export_of_a_system_comes_in_as_what_it_is(administrator: Actor, system: str) -> None:
    batch = run(administrator, **EXPORTS[system])
    assert [account.name for account in Account.objects.all()] == ["Thyme SA"]
    person = Person.objects.get()
    assert (person.full_name, person.title, person.email) == ("Jan Peeters", "CEO", "jan@thyme.example")
    assert person.account == Account.objects.get()
    deals = {
        deal.name: (deal.outcome, deal.amount, deal.currency, deal.account.name)
        for deal in Opportunity.objects.all()
    }
    ends = {"odoo": "LOST"}
    assert deals == {
        "Oven": ("OPEN", 15_000, "EUR", "Thyme SA"),
        "Gone": (ends.get(system, "LOST"), 1, "EUR", "Thyme SA"),
    }
    assert batch.findings.get("TABLE_UNSURE", 0) == 0
    again = run(administrator, **EXPORTS[system])
    assert {outcome for counts in again.totals.values() for outcome in counts} <= {
        "UNCHANGED",
        "FAILED",
        "SKIPPED",
    }
